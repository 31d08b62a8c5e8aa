package org.fengqiao.shared;

import java.io.IOException;
import javax.imageio.stream.ImageInputStreamImpl;

/**
 * A file for a decoder that will not be fooled into reading on behind its end. Some decoders (lossless WebP) take the end for zeros and
 * go on for minutes; here the end is told as such only so many times, then reading fails for good.
 */
final class PhotoFile extends ImageInputStreamImpl {

    private static final int MOST_TIMES_AT_END = 1_000;

    private final byte[] bytes;
    private int timesAtEnd;

    PhotoFile(byte[] bytes) {
        this.bytes = bytes;
    }

    @Override
    public int read() throws IOException {
        bitOffset = 0;
        return streamPos < bytes.length ? bytes[(int) streamPos++] & 0xFF : atEnd();
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        bitOffset = 0;
        if (length == 0) {
            return 0;
        }
        int here = (int) Math.min(length, bytes.length - streamPos);
        if (here <= 0) {
            return atEnd();
        }
        System.arraycopy(bytes, (int) streamPos, into, offset, here);
        streamPos += here;
        return here;
    }

    @Override
    public long length() {
        return bytes.length;
    }

    private int atEnd() throws IOException {
        if (++timesAtEnd > MOST_TIMES_AT_END) {
            throw new IOException("Read behind the end again and again");
        }
        return -1;
    }
}
