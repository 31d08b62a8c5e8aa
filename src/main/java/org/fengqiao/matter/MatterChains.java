package org.fengqiao.matter;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.fengqiao.audit.ChainHeads;
import org.fengqiao.audit.KeepsChains;
import org.fengqiao.audit.Seal;
import org.fengqiao.database.BothLanguages;
import org.fengqiao.database.Look;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.RowCallbackHandler;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The chains of the ledger: one for each matter, from its opening to the line the matter stands on. */
@Component
class MatterChains implements KeepsChains {

    private static final int AT_ONCE = 5_000;

    private final JdbcClient jdbc;

    MatterChains(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public String kind() {
        return "matter";
    }

    @Override
    public BothLanguages name(long chain) {
        return new BothLanguages("事项 %d".formatted(chain), "matter %d".formatted(chain));
    }

    @Override
    public BothLanguages about() {
        return new BothLanguages("台账前后相扣", "the ledger of every matter is one unbroken chain");
    }

    @Override
    public BothLanguages advice() {
        return new BothLanguages(
                "有人绕过枫桥改了台账。请保留现场，与备份和检查点核对，再由数据库管理员从备份恢复。",
                "Somebody changed the ledger past the house. Keep everything as it is, compare it with backups and checkpoints, and let a database administrator restore a backup.");
    }

    /** The end of a chain as the matter knows it. */
    private record End(long id, String number, String tracking, int version, Seal head) {}

    @Override
    public void look(Look look) {
        look.through("matter.matter", (after, upTo) -> look(look, after, upTo));
    }

    /** Looks at the matters after one id up to another. */
    void look(Look look, long after, long upTo) {
        Map<Long, End> ends = jdbc
                .sql("select id, number, tracking, version, head from matter.matter where id > ? and id <= ?")
                .params(after, upTo)
                .query((row, n) -> new End(
                        row.getLong(1), row.getString(2), row.getString(3), row.getInt(4), Seal.read(row.getBytes(5))))
                .list()
                .stream()
                .collect(Collectors.toMap(End::id, end -> end, (one, same) -> one, TreeMap::new));
        Walk walk = new Walk(look, ends);
        jdbc.sql("""
                            select matter_id, n, unit_id, what, at, by_kind, by_id, by_name, data::text as data, hash, erased
                            from matter.ledger where matter_id > ? and matter_id <= ? order by matter_id, n""").params(after, upTo).withFetchSize(AT_ONCE).query((RowCallbackHandler) walk::take);
        walk.end();
    }

    /** Goes along the chains of some matters, line by line. */
    private static final class Walk {

        private final Look look;
        private final Map<Long, End> ends;
        private long matter = Long.MIN_VALUE;
        private @Nullable End end;
        private int n;
        private Seal former = Seal.NONE;
        private long lines;
        private long erased;

        Walk(Look look, Map<Long, End> ends) {
            this.look = look;
            this.ends = ends;
        }

        void take(ResultSet row) throws SQLException {
            if (row.getLong("matter_id") != matter) {
                close();
                matter = row.getLong("matter_id");
                end = ends.remove(matter);
                n = 0;
                former = Seal.NONE;
                if (end == null) {
                    look.finds(
                            "台账里的事项 %d 不存在".formatted(matter),
                            "the ledger tells of matter %d, which does not exist".formatted(matter));
                }
            }
            lines++;
            int place = row.getInt("n");
            Seal seal = Seal.read(row.getBytes("hash"));
            if (end != null && place != n + 1) {
                finds(
                        end,
                        "台账第 %d 条之前缺了记录".formatted(place),
                        "lines before line %d of its ledger are missing".formatted(place));
            } else if (end != null && !holds(row, place, seal, end)) {
                finds(
                        end,
                        "台账第 %d 条（%s）被改动、挪动或插入过".formatted(place, row.getString("what")),
                        "line %d of its ledger (%s) was changed, moved or slipped in"
                                .formatted(place, row.getString("what")));
            }
            n = place;
            former = seal;
        }

        private boolean holds(ResultSet row, int place, Seal seal, End of) throws SQLException {
            LineSeal line = new LineSeal(
                    place,
                    row.getInt("unit_id"),
                    row.getString("what"),
                    row.getTimestamp("at").toInstant());
            byte[] emptied = row.getBytes("erased");
            if (emptied != null) {
                erased++;
                return line.holds(seal, former, Seal.read(emptied));
            }
            LineSeal.Said said = new LineSeal.Said(
                    row.getString("by_kind"), row.getInt("by_id"), row.getString("by_name"), row.getString("data"));
            return line.holds(seal, former, of.tracking(), said);
        }

        private void close() {
            if (end != null && (end.version() != n || !end.head().equals(former))) {
                finds(
                        end,
                        "台账的末尾与事项不符：被截去或加长过",
                        "its ledger does not end where the matter stands: it was cut off or added to");
            }
        }

        /** After the last line. */
        void end() {
            close();
            ends.values().forEach(without -> finds(without, "没有台账", "there is no line in the ledger"));
            look.saw(lines);
            if (erased > 0) {
                look.hints(
                        "有 %d 条台账的内容已依规删除，仅余封印".formatted(erased),
                        "%d lines were emptied by a rule; only the seal of what they said is left".formatted(erased));
            }
        }

        private void finds(End of, String chinese, String english) {
            look.finds(
                    "事项 %d %s：%s".formatted(of.id(), of.number(), chinese),
                    "matter %d %s: %s".formatted(of.id(), of.number(), english));
        }
    }

    @Override
    public ChainHeads heads() {
        return new ChainHeads(jdbc, "matter.ledger", "matter_id");
    }
}
