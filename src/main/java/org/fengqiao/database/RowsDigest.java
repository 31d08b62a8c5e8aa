package org.fengqiao.database;

import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Which rows a table holds, in whatever order they are read: the sum of the SHA-256 of every row, modulo 2^256. Takes what COPY writes
 * in its text format, where a row is a line.
 */
final class RowsDigest extends OutputStream {

    private final MessageDigest row = sha256();
    private final long[] sum = new long[4];
    private long rows;

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void write(int one) {
        write(new byte[] {(byte) one}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int length) {
        int begin = from;
        for (int i = from; i < from + length; i++) {
            if (bytes[i] == '\n') {
                row.update(bytes, begin, i - begin);
                begin = i + 1;
                add(ByteBuffer.wrap(row.digest()));
            }
        }
        row.update(bytes, begin, from + length - begin);
    }

    private void add(ByteBuffer hash) {
        rows++;
        long carry = 0;
        for (int i = 3; i >= 0; i--) {
            long added = sum[i] + hash.getLong(8 * i);
            long next = Long.compareUnsigned(added, sum[i]) < 0 ? 1 : 0;
            sum[i] = added + carry;
            carry = carry == 1 && sum[i] == 0 ? 1 : next;
        }
    }

    long rows() {
        return rows;
    }

    /** 64 hexadecimal digits; zeros for no rows at all. */
    String value() {
        ByteBuffer bytes = ByteBuffer.allocate(32);
        for (long part : sum) {
            bytes.putLong(part);
        }
        return HexFormat.of().formatHex(bytes.array());
    }
}
