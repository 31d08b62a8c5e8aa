package org.fengqiao.notice;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.fengqiao.matter.ErasesWithMatter;
import org.fengqiao.people.KeepsAboutResident;
import org.fengqiao.shared.RefusedException;
import org.fengqiao.shared.RefusedException.Reason;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** What we sent, or have ready to be sent, about the matters of a resident. */
@Component
class PostsOfResident implements KeepsAboutResident, ErasesWithMatter {

    private static final String THEIRS = "matter_id in (select id from matter.matter where resident_id = ?)";

    private final JdbcClient jdbc;

    PostsOfResident(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public void objectTo(long matter) {
        if (jdbc.sql(
                        "select exists (select from notice.callout where state in ('WAITING', 'SENDING') and matter_id = ?)")
                .param(matter)
                .query(Boolean.class)
                .single()) {
            throw RefusedException.because(Reason.CONFLICT, "refused.erase.on-its-way");
        }
    }

    @Override
    public Map<String, Integer> erase(long matter, boolean files) {
        int posts = jdbc.sql("""
                        update notice.post p set words = '', withdrawn_at = case
                               when exists (select from notice.receipt r where r.post_id = p.id and r.posted_at is null)
                               then coalesce(withdrawn_at, now()) else withdrawn_at end
                        where matter_id = ?""").param(matter).update();
        int callouts = jdbc.sql("""
                        update notice.callout set body = '{}', said = '', settled_at = coalesce(settled_at, now()),
                               state = case when state = 'PARKED' then 'GIVEN_UP' else state end
                        where matter_id = ?""").param(matter).update();
        return Map.of("posts", posts + callouts);
    }

    @Override
    public List<Kept> tell(long resident) {
        return List.of(
                rows("notice.post", resident, "select id, kind, words, asked_at, withdrawn_at from notice.post where "),
                rows("notice.callout", resident, "select id, state, body, said, made_at from notice.callout where "));
    }

    private Kept rows(String table, long resident, String select) {
        List<Map<String, @Nullable Object>> rows = new ArrayList<>();
        jdbc.sql(select + THEIRS + " order by id")
                .param(resident)
                .query()
                .listOfRows()
                .forEach(row -> rows.add(new LinkedHashMap<>(row)));
        return new Kept(table, rows);
    }
}
