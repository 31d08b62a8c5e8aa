package org.fengqiao.vault;

/** A sealed value that does not open where it stands: it was moved, changed, or sealed with a key that is gone. */
public final class SealBrokenException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    SealBrokenException(String why) {
        super(why);
    }
}
