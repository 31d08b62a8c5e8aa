package org.fengqiao.matter;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.fengqiao.audit.ProvesHistory;
import org.fengqiao.database.BothLanguages;
import org.fengqiao.database.Look;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Every matter stands as its ledger tells: opened once and first, changed by nothing but lines. */
@Component
class LedgerTellsMatters implements ProvesHistory {

    private final JdbcClient jdbc;
    private final Happenings happenings = new Happenings();

    LedgerTellsMatters(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public BothLanguages about() {
        return new BothLanguages("事项与台账一致", "every matter stands as its ledger tells");
    }

    @Override
    public BothLanguages advice() {
        return new BothLanguages(
                "有人绕过枫桥改了数据库，或恢复了不完整的备份。台账是准的：请从备份恢复，或请数据库管理员按台账改正。",
                "Somebody changed the database past the house, or an incomplete backup was restored. The ledger is right: restore a backup, or let a database administrator correct the matters after it.");
    }

    @Override
    public void look(Look look) {
        look.through("matter.matter", (after, upTo) -> {
            Map<Long, Matter> matters = jdbc
                    .sql("select " + Matters.COLUMNS + " from matter.matter where id > ? and id <= ?")
                    .params(after, upTo)
                    .query((row, n) -> Matters.matter(row))
                    .list()
                    .stream()
                    .collect(Collectors.toMap(Matter::id, matter -> matter, (one, same) -> one, TreeMap::new));
            Map<Long, List<WrittenLine>> ledger =
                    jdbc.sql("""
                            select matter_id, seq, unit_id, what, data::text as data, at, by_kind, by_id, by_name,
                                   xid >= pg_snapshot_xmax(pg_current_snapshot()) as ahead
                            from matter.ledger where matter_id > ? and matter_id <= ? order by matter_id, n""").params(after, upTo).query((row, n) -> written(row)).list().stream()
                            .collect(Collectors.groupingBy(WrittenLine::matterId, TreeMap::new, Collectors.toList()));
            ledger.keySet().stream()
                    .filter(id -> !matters.containsKey(id))
                    .forEach(id -> look.finds(
                            "台账里的事项 %d 不存在".formatted(id),
                            "the ledger tells of matter %d, which does not exist".formatted(id)));
            for (Matter matter : matters.values()) {
                Replay replay = new Replay(matter, happenings);
                replay.all(ledger.getOrDefault(matter.id(), List.of()))
                        .forEach(wrong -> look.finds(
                                "事项 %d：%s".formatted(matter.id(), wrong.chinese()),
                                "matter %d: %s".formatted(matter.id(), wrong.english())));
            }
        });
    }

    static WrittenLine written(ResultSet row) throws SQLException {
        return new WrittenLine(
                row.getLong("matter_id"),
                row.getLong("seq"),
                row.getInt("unit_id"),
                Objects.requireNonNull(row.getString("what")),
                Objects.requireNonNull(row.getString("data")),
                row.getTimestamp("at").toInstant(),
                Actor.By.valueOf(row.getString("by_kind")),
                row.getInt("by_id"),
                Objects.requireNonNull(row.getString("by_name")),
                row.getBoolean("ahead"));
    }
}
