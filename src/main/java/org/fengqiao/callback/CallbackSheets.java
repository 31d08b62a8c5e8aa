package org.fengqiao.callback;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.fengqiao.access.SignedIn;
import org.fengqiao.matter.Actor;
import org.fengqiao.matter.Happening;
import org.fengqiao.matter.Ledger;
import org.fengqiao.matter.LedgerLine;
import org.fengqiao.matter.Way;
import org.fengqiao.people.ResidentSheets;
import org.fengqiao.shared.Page;
import org.fengqiao.shared.PageKey;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Who waits to be asked whether it was settled, and what others said. */
@Component
public class CallbackSheets {

    private static final int LONGEST_PAGE = 100;

    private final JdbcClient jdbc;
    private final ResidentSheets residents;
    private final Ledger ledger;

    CallbackSheets(JdbcClient jdbc, ResidentSheets residents, Ledger ledger) {
        this.jdbc = jdbc;
        this.residents = residents;
        this.ledger = ledger;
    }

    /**
     * An answered matter that waits for the call.
     *
     * @param asker how the resident is called, may be empty
     * @param phone masked; empty when we know none: then the resident is asked where the matter came from
     * @param groupName the group it came from, may be empty
     * @param answer the first 200 characters of what was answered
     */
    public record Waiting(
            long matterId,
            String number,
            String words,
            String answer,
            String asker,
            String phone,
            Way way,
            String groupName,
            String handlerName,
            Instant answeredAt,
            int version) {

        private Waiting reachedAt(String number) {
            return new Waiting(
                    matterId,
                    this.number,
                    words,
                    answer,
                    asker,
                    number,
                    way,
                    groupName,
                    handlerName,
                    answeredAt,
                    version);
        }
    }

    /**
     * A call that was made.
     *
     * @param officerName empty when the resident said it on the residents' page
     */
    public record Call(boolean settled, @Nullable Integer stars, String words, String officerName, Instant at) {}

    /** Answered matters of the reader's units, the oldest answer first. */
    @Transactional(readOnly = true)
    public Page<Waiting> waiting(SignedIn me, @Nullable PageKey after, int size) {
        int limit = Math.clamp(size, 1, LONGEST_PAGE);
        List<Answered> rows = jdbc.sql("""
                        select m.id, m.number, left(m.words, 200) as words, left(coalesce(m.answer, ''), 200) as answer, m.way,
                               m.answered_at, m.version, coalesce(nullif(m.asker, ''), r.name, '') as asker, coalesce(m.resident_id, 0) as resident,
                               coalesce(g.name, '') as group_name, coalesce(o.name, '') as handler_name
                        from matter.matter m
                        left join people.resident r on r.id = m.resident_id
                        left join groups.chat_group g on g.id = m.group_id
                        left join org.officer o on o.id = m.handler_id
                        where m.closed_at is null and m.stage = 'ANSWERED' and m.unit_id = any (:units::int[])
                          and (m.answered_at, m.id) > (:at, :id)
                        order by m.answered_at, m.id limit :limit""")
                .param("units", me.desks().toArray(Integer[]::new))
                .param("at", (after == null ? Instant.EPOCH : after.instant(0)).atOffset(ZoneOffset.UTC))
                .param("id", after == null ? 0L : after.number(1))
                .param("limit", limit + 1)
                .query((row, n) -> new Answered(row.getLong("resident"), waiting(row)))
                .list();
        Map<Long, String> phones =
                residents.phones(rows.stream().map(Answered::resident).toList());
        return Page.of(
                rows.stream()
                        .map(one -> one.matter().reachedAt(phones.getOrDefault(one.resident(), "")))
                        .toList(),
                limit,
                one -> PageKey.of(one.answeredAt(), one.matterId()));
    }

    private record Answered(long resident, Waiting matter) {}

    /** What was said about a matter, newest first; of one out of sight, nothing. */
    @Transactional(readOnly = true)
    public List<Call> of(long matterId) {
        return ledger.of(matterId).reversed().stream()
                .flatMap(line -> line.happening() instanceof Happening.CalledBack said
                        ? Stream.of(new Call(said.settled(), said.stars(), said.words(), officer(line), line.at()))
                        : Stream.empty())
                .toList();
    }

    private static String officer(LedgerLine line) {
        return line.by() == Actor.By.OFFICER ? line.byName() : "";
    }

    private static Waiting waiting(ResultSet row) throws SQLException {
        return new Waiting(
                row.getLong("id"),
                row.getString("number"),
                row.getString("words"),
                row.getString("answer"),
                row.getString("asker"),
                "",
                Way.valueOf(row.getString("way")),
                row.getString("group_name"),
                row.getString("handler_name"),
                row.getTimestamp("answered_at").toInstant(),
                row.getInt("version"));
    }
}
