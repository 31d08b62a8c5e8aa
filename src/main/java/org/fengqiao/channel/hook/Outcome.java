package org.fengqiao.channel.hook;

import org.fengqiao.channel.Fault;

/** What became of one of the things a request carried. All of it is durable when the sender hears of it. */
public sealed interface Outcome {

    /**
     * It is kept, now or since an earlier request.
     *
     * @param id the vendor's
     * @param message ours
     * @param known true when it had been kept before
     */
    record Kept(String id, long message, boolean known) implements Outcome {}

    /** Another message is kept under this id; this one is not. */
    record Conflict(String id) implements Outcome {}

    /** It cannot be read; a person looks at it under this number. */
    record Quarantined(long number, Fault fault) implements Outcome {}
}
