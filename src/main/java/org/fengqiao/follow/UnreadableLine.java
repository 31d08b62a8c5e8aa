package org.fengqiao.follow;

/** A line of a stream that this program cannot read, for example one that a newer program wrote. It is parked like any other. */
public final class UnreadableLine extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient Position at;

    /** What could not be read, where, and why. */
    public UnreadableLine(Position at, RuntimeException why) {
        super(why.getMessage(), why);
        this.at = at;
    }

    /** The place of the line. */
    Position at() {
        return at;
    }
}
