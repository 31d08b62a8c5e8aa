package org.fengqiao.fault;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/** What was asked of the house and what it said, kept in a file outside of it. */
final class History implements AutoCloseable {

    /** How an operation ended, as far as the one who asked knows. */
    enum End {
        /** Asked, no answer yet. */
        INVOKED,
        /** The house said it is done. */
        OK,
        /** It never reached the house. */
        FAIL,
        /** It may be done or not. */
        UNKNOWN,
        /** The house refused it, which it should not. */
        REFUSED
    }

    private final Map<String, End> ends = new ConcurrentHashMap<>();
    private final BufferedWriter file;

    History(String name) {
        try {
            Path path = Files.createDirectories(Path.of("target", "histories")).resolve(name + ".tsv");
            file = Files.newBufferedWriter(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What is known once stays known: an operation that was acknowledged remains so when its repetition goes wrong. */
    void is(String id, End end) {
        ends.merge(id, end, (before, now) -> before == End.OK ? before : now);
        synchronized (file) {
            try {
                file.write(System.nanoTime() + "\t" + id + "\t" + end + "\n");
                file.flush();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    Set<String> that(End... wanted) {
        Set<End> set = Set.of(wanted);
        return ends.entrySet().stream()
                .filter(entry -> set.contains(entry.getValue()))
                .map(Map.Entry::getKey)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    long count(End end) {
        return ends.values().stream().filter(end::equals).count();
    }

    /**
     * The verdict on what is there now.
     *
     * @param present ids of what is there, each as often as it is there
     */
    Verdict judge(List<String> present) {
        Set<String> distinct = new TreeSet<>(present);
        Set<String> lost = that(End.OK);
        lost.removeAll(distinct);
        Set<String> unexpected = new TreeSet<>(distinct);
        unexpected.removeAll(that(End.INVOKED, End.OK, End.UNKNOWN));
        return new Verdict(
                count(End.OK),
                distinct.size(),
                lost,
                present.size() - distinct.size(),
                unexpected,
                count(End.UNKNOWN) + count(End.INVOKED),
                count(End.REFUSED));
    }

    record Verdict(
            long acknowledged,
            long present,
            Set<String> lost,
            long duplicated,
            Set<String> unexpected,
            long unknown,
            long refused) {

        @Override
        public String toString() {
            return "acknowledged %d, present %d, lost %d, duplicated %d, unexpected %d, unknown %d, refused %d"
                    .formatted(acknowledged, present, lost.size(), duplicated, unexpected.size(), unknown, refused);
        }
    }

    @Override
    public void close() {
        try {
            file.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
