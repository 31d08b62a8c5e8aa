package org.fengqiao.database;

import java.util.ArrayList;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;

/** One look of a {@link Check}: how much was looked at and what was found. However much that is, only the first few are kept. */
public final class Look {

    /** Findings that are kept; the rest is counted. */
    public static final int SHOWN = 20;

    private static final int ROWS = 1_000;

    private final Check check;
    private final JdbcClient jdbc;
    private final List<BothLanguages> findings = new ArrayList<>();
    private final List<BothLanguages> hints = new ArrayList<>();
    private long seen;
    private long found;

    Look(Check check, JdbcClient jdbc) {
        this.check = check;
        this.jdbc = jdbc;
    }

    /** Part of a table between two keys. */
    public interface Step {
        /**
         * Looks at the rows of a part.
         *
         * @param after key before the first row
         * @param upTo key of the last row; of the last part, higher than any
         */
        void take(long after, long upTo);
    }

    /**
     * Goes through a table in steps of about a thousand rows, which are thereby counted. The steps leave no key out, so that what
     * hangs on a missing row is found too.
     *
     * @param table has a key {@code id}
     */
    public void through(String table, Step step) {
        record Part(int rows, long last) {}
        long after = Long.MIN_VALUE;
        boolean more = true;
        while (more) {
            Part part = jdbc.sql("select count(*), coalesce(max(id), 0) from (select id from " + table
                            + " where id > ? order by id limit ?) as part")
                    .params(after, ROWS)
                    .query((row, n) -> new Part(row.getInt(1), row.getLong(2)))
                    .single();
            more = part.rows() == ROWS;
            step.take(after, more ? part.last() : Long.MAX_VALUE);
            after = part.last();
            seen += part.rows();
        }
    }

    /** Counts things that were looked at otherwise. */
    public void saw(long more) {
        seen += more;
    }

    /** Something is wrong. No word of a resident belongs in here. */
    public void finds(String chinese, String english) {
        found++;
        if (findings.size() < SHOWN) {
            findings.add(new BothLanguages(chinese, english));
        }
    }

    /** Something is as it may be, but somebody may want to know. */
    public void hints(String chinese, String english) {
        hints.add(new BothLanguages(chinese, english));
    }

    /** What was checked. */
    public BothLanguages about() {
        return check.about();
    }

    /** What to do about the findings. */
    public BothLanguages advice() {
        return check.advice();
    }

    /** How many things were looked at. */
    public long seen() {
        return seen;
    }

    /** How many findings there are. */
    public long found() {
        return found;
    }

    /** The first of the findings. */
    public List<BothLanguages> findings() {
        return List.copyOf(findings);
    }

    /** What somebody may want to know. */
    public List<BothLanguages> hints() {
        return List.copyOf(hints);
    }
}
