package org.fengqiao.follow;

/**
 * A place in a stream.
 *
 * @param xid full transaction id of the line (as unsigned text)
 * @param seq number of the line, rising within a transaction
 */
public record Position(String xid, long seq) {

    /** Before the first line. */
    public static final Position START = new Position("0", 0);
}
