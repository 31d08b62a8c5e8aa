package org.fengqiao.access;

import java.io.Serial;

/** Somebody came more often than the house lets one come; it costs little to say so. */
public final class TooOftenException extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    private final long seconds;

    /**
     * @param seconds to wait, at least 1
     */
    public TooOftenException(long seconds) {
        super("too often", null, false, false);
        this.seconds = seconds;
    }

    /** Seconds to wait before trying again. */
    public long seconds() {
        return seconds;
    }
}
