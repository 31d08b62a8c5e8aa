package org.fengqiao.matter;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.fengqiao.follow.Position;
import org.fengqiao.follow.Stream;
import org.fengqiao.follow.UnreadableLine;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.core.JacksonException;

/** Every change of every matter, in the order it was committed: the only queue of the house. */
@Component
public class Ledger implements Stream<LedgerLine> {

    /** The column's name is also that of its text: order by {@code ledger.xid}, or 1000 comes before 999. */
    private static final String COLUMNS =
            "xid::text as xid, seq, matter_id, unit_id, what, data::text as data, at, by_kind, by_id, by_name";

    private final JdbcClient jdbc;
    private final Happenings happenings;

    Ledger(JdbcClient jdbc, Happenings happenings) {
        this.jdbc = jdbc;
        this.happenings = happenings;
    }

    @Override
    public List<Entry<LedgerLine>> after(Position position, int limit) {
        return jdbc.sql("select " + COLUMNS + """
                         from matter.ledger
                        where (xid, seq) > (?::xid8, ?) and xid < pg_snapshot_xmin(pg_current_snapshot())
                        order by ledger.xid, seq limit\s""" + limit)
                .params(position.xid(), position.seq())
                .query((row, n) -> {
                    Position at = new Position(row.getString("xid"), row.getLong("seq"));
                    try {
                        return new Entry<>(at, line(row));
                    } catch (IllegalStateException | JacksonException unreadable) {
                        throw new UnreadableLine(at, unreadable);
                    }
                })
                .list();
    }

    @Override
    public Optional<LedgerLine> at(Position position) {
        return jdbc.sql("select " + COLUMNS + " from matter.ledger where xid = ?::xid8 and seq = ?")
                .params(position.xid(), position.seq())
                .query((row, n) -> line(row))
                .optional();
    }

    @Override
    public long lag(Position position, int bound) {
        return jdbc.sql("""
                        select count(*) from (
                            select 1 from matter.ledger where (xid, seq) > (?::xid8, ?) limit ?) as waiting""")
                .params(position.xid(), position.seq(), bound)
                .query(Long.class)
                .single();
    }

    /** The place of the newest line that can be read in commit order now. */
    @Transactional(readOnly = true)
    public Position end() {
        return jdbc.sql("""
                        select xid::text, seq from matter.ledger where xid < pg_snapshot_xmin(pg_current_snapshot())
                        order by ledger.xid desc, seq desc limit 1""")
                .query((row, n) -> new Position(row.getString(1), row.getLong(2)))
                .optional()
                .orElse(Position.START);
    }

    /** The life of a matter, oldest line first; of one out of sight, nothing. */
    @Transactional(readOnly = true)
    public List<LedgerLine> of(long matterId) {
        return jdbc.sql("select " + COLUMNS + " from matter.ledger where matter_id = ? order by n")
                .param(matterId)
                .query((row, n) -> line(row))
                .list();
    }

    private LedgerLine line(ResultSet row) throws SQLException {
        return new LedgerLine(
                row.getLong("seq"),
                row.getLong("matter_id"),
                row.getInt("unit_id"),
                happenings.read(row.getString("what"), row.getString("data")),
                row.getTimestamp("at").toInstant(),
                Actor.By.valueOf(row.getString("by_kind")),
                row.getInt("by_id"),
                row.getString("by_name"));
    }
}
