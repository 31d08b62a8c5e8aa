package org.fengqiao.follow;

import java.util.List;

/**
 * Reacts to the lines of one stream, each exactly once in its effect on the database: {@link #follow} runs in the transaction that
 * moves the cursor. What it does outside the database must bear repetition.
 *
 * @param <L> a line
 */
public interface Follower<L> {

    /** A lasting name; it is the key of the cursor. */
    String name();

    /** What is followed. */
    Stream<L> stream();

    /** How many lines to take at once. */
    default int batch() {
        return 200;
    }

    /**
     * Takes in lines in order. An exception puts the batch back; the lines are then taken one by one and the one that fails is parked.
     */
    void follow(List<L> lines);
}
