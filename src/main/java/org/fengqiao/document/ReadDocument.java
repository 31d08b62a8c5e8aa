package org.fengqiao.document;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.fengqiao.audit.AuditTrail;
import org.fengqiao.audit.Deed;
import org.fengqiao.shared.RefusedException;
import org.fengqiao.shared.RefusedException.Reason;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** The papers beside a matter, for whoever may see the matter. */
@Component
public class ReadDocument {

    static final Deed READ = Deed.named("document.read");

    private final JdbcClient jdbc;
    private final AuditTrail trail;

    ReadDocument(JdbcClient jdbc, AuditTrail trail) {
        this.jdbc = jdbc;
        this.trail = trail;
    }

    /**
     * A paper as it is listed.
     *
     * @param kilobytes its size, rounded up
     * @param quarantined why it is not handed out: {@code VIRUS}, {@code ENCRYPTED}; null for a sound one
     */
    public record Row(
            long id, String name, int kilobytes, @Nullable String quarantined, String byName, Instant at) {}

    /** A paper to be saved by a browser. */
    public record Paper(String name, String type, byte[] content) {}

    /** The papers of a matter, newest first; of one out of sight, none. */
    @Transactional(readOnly = true)
    public List<Row> of(long matterId) {
        return jdbc.sql("""
                        select d.id, d.name, (length(d.content) + 1023) / 1024 as kilobytes, d.quarantined, coalesce(o.name, '') as by_name, d.added_at
                        from document.document d left join org.officer o on o.id = d.added_by
                        where d.matter_id = ? order by d.id desc""")
                .param(matterId)
                .query((row, n) -> new Row(
                        row.getLong("id"),
                        row.getString("name"),
                        row.getInt("kilobytes"),
                        row.getString("quarantined"),
                        row.getString("by_name"),
                        row.getTimestamp("added_at").toInstant()))
                .list();
    }

    /**
     * One paper of a matter in sight; that it was handed out is kept.
     *
     * @throws RefusedException NOT_FOUND when there is none, GONE when it lies in quarantine
     */
    @Transactional
    public Paper paper(long matterId, long id) {
        record Found(Paper paper, boolean quarantined) {}
        Found found = jdbc.sql("""
                        select name, kind, quarantined is not null, case when quarantined is null then content else '' end
                        from document.document where matter_id = ? and id = ?""")
                .params(matterId, id)
                .query((row, n) -> new Found(
                        new Paper(
                                row.getString(1),
                                Judged.Kind.valueOf(row.getString(2)).type(),
                                row.getBytes(4)),
                        row.getBoolean(3)))
                .optional()
                .orElseThrow(() -> RefusedException.because(Reason.NOT_FOUND, "refused.document.absent"));
        if (found.quarantined()) {
            throw RefusedException.because(Reason.GONE, "refused.document.quarantined");
        }
        trail.keep(READ, "document/" + id, "", Map.of("matter", "" + matterId));
        return found.paper();
    }
}
