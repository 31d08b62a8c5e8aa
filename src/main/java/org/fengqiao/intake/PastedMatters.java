package org.fengqiao.intake;

import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Names the matters that words out of a chat went into, pasted or brought by a bridge. */
@Component
public class PastedMatters {

    private final JdbcClient jdbc;

    PastedMatters(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** A matter with who opened it, empty when that was no officer in sight. */
    public record PastedMatter(long id, String number, String summary, String openedBy) {}

    /** Those of these matters that are in sight. */
    @Transactional(readOnly = true)
    public List<PastedMatter> of(List<Long> ids) {
        if (ids.isEmpty()) {
            return List.of();
        }
        return jdbc.sql("""
                        select m.id, m.number, left(m.words, 40), coalesce(o.name, '')
                        from matter.matter m left join org.officer o on o.id = m.opened_by
                        where m.id = any (?) order by m.id""")
                .param(ids.toArray(Long[]::new))
                .query((row, n) ->
                        new PastedMatter(row.getLong(1), row.getString(2), row.getString(3), row.getString(4)))
                .list();
    }
}
