package org.fengqiao.matter;

import java.util.Map;
import java.util.TreeMap;
import org.fengqiao.database.BothLanguages;
import org.fengqiao.database.Check;
import org.fengqiao.database.Look;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The counter of a unit and year has reached the highest number given; else the next matter could not be opened. */
@Component
class CountersAreNotBehind implements Check {

    private final JdbcClient jdbc;

    CountersAreNotBehind(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public BothLanguages about() {
        return new BothLanguages("编号计数器没有落后", "no counter of numbers is behind");
    }

    @Override
    public BothLanguages advice() {
        return new BothLanguages(
                "该单位无法再登记新事项。请停机后从备份恢复，或由数据库管理员把 matter.counter 调到最大编号。",
                "This unit cannot open matters any more. Stop the house and restore a backup, or let a database administrator raise matter.counter to the highest number.");
    }

    /** What a counter counts: the numbers of one unit in one year. */
    private record Counted(int unit, int year) implements Comparable<Counted> {
        @Override
        public int compareTo(Counted other) {
            return unit != other.unit ? Integer.compare(unit, other.unit) : Integer.compare(year, other.year);
        }
    }

    @Override
    public void look(Look look) {
        Map<Counted, Long> highest = new TreeMap<>();
        look.through(
                "matter.matter",
                (after, upTo) -> jdbc.sql("""
                        select l.unit_id, substring(m.number from '^（(\\d+)）')::int as year,
                               max(substring(m.number from '-(\\d+)$')::bigint) as highest
                        from matter.matter m join matter.ledger l on l.matter_id = m.id and l.what = 'Opened'
                        where m.id > ? and m.id <= ? and m.number ~ '^（\\d{4}）.*-\\d{1,12}$' group by 1, 2""")
                        .params(after, upTo)
                        .query((row, n) ->
                                highest.merge(new Counted(row.getInt(1), row.getInt(2)), row.getLong(3), Math::max))
                        .list());
        highest.forEach((counted, number) -> {
            int last = jdbc.sql("select last from matter.counter where unit_id = ? and year = ?")
                    .params(counted.unit(), counted.year())
                    .query(Integer.class)
                    .optional()
                    .orElse(0);
            if (last < number) {
                look.finds(
                        "单位 %d 在 %d 年的计数器是 %d，最大编号已到 %d".formatted(counted.unit(), counted.year(), last, number),
                        "the counter of unit %d in %d stands at %d, the highest number is %d"
                                .formatted(counted.unit(), counted.year(), last, number));
            }
        });
    }
}
