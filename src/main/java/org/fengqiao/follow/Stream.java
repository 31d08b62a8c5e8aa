package org.fengqiao.follow;

import java.util.List;
import java.util.Optional;

/**
 * A table that is only ever appended to and can be read in commit order.
 *
 * @param <L> a line
 */
public interface Stream<L> {

    /** A line and its place. */
    record Entry<L>(Position at, L line) {}

    /**
     * The lines after a place, oldest first, none of a transaction that is not older than every transaction still running.
     *
     * @param limit how many lines at most
     * @throws UnreadableLine when one of them cannot be read
     */
    List<Entry<L>> after(Position position, int limit);

    /** The one line at a place, empty when retention has taken it away. */
    Optional<L> at(Position position);

    /** How many lines lie after a place, counted up to a bound. */
    long lag(Position position, int bound);
}
