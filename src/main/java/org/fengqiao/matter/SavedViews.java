package org.fengqiao.matter;

import java.util.List;
import java.util.Map;
import org.fengqiao.access.SignedIn;
import org.fengqiao.audit.AuditTrail;
import org.fengqiao.audit.Deed;
import org.fengqiao.shared.RefusedException;
import org.fengqiao.shared.RefusedException.Reason;
import org.fengqiao.shared.Words;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** The lists an officer comes back to: a name and the filter behind it. Each sees only their own. */
@Component
public class SavedViews {

    static final Deed KEPT = Deed.named("view.kept");
    static final Deed RENAMED = Deed.named("view.renamed");
    static final Deed FORGOTTEN = Deed.named("view.forgotten");

    /** Most views of one officer. */
    public static final int MOST = 20;

    /** Longest name, in characters. */
    public static final int LONGEST_NAME = 40;

    private final JdbcClient jdbc;
    private final AuditTrail trail;

    SavedViews(JdbcClient jdbc, AuditTrail trail) {
        this.jdbc = jdbc;
        this.trail = trail;
    }

    /**
     * A list come back to.
     *
     * @param query the filter as the query of a link
     */
    public record SavedView(int id, String name, String query) {}

    /** All of this officer, oldest first. */
    @Transactional(readOnly = true)
    public List<SavedView> of(SignedIn me) {
        return jdbc.sql("select id, name, query from matter.saved_view where officer_id = ? order by id")
                .param(me.officer())
                .query((row, n) -> new SavedView(row.getInt(1), row.getString(2), row.getString(3)))
                .list();
    }

    /**
     * Keeps a view; one of the same name gets the new filter.
     *
     * @throws RefusedException when the name is empty or too long, or there are too many views
     */
    @Transactional
    public void keep(SignedIn me, @Nullable String name, String query) {
        String called = Words.line(name, LONGEST_NAME);
        List<SavedView> there = of(me);
        if (there.size() >= MOST && there.stream().noneMatch(view -> view.name().equals(called))) {
            throw RefusedException.because(Reason.TOO_LARGE, "refused.view.many", MOST);
        }
        jdbc.sql("""
                        insert into matter.saved_view (officer_id, name, query) values (?, ?, ?)
                        on conflict (officer_id, name) do update set query = excluded.query""").params(me.officer(), called, query).update();
        trail.keep(KEPT, "list/views", "", Map.of());
    }

    /**
     * Gives a view another name.
     *
     * @throws RefusedException when there is no such view of this officer, or another one has that name
     */
    @Transactional
    public void rename(SignedIn me, int id, @Nullable String name) {
        String called = Words.line(name, LONGEST_NAME);
        try {
            if (jdbc.sql("update matter.saved_view set name = ? where id = ? and officer_id = ?")
                            .params(called, id, me.officer())
                            .update()
                    == 0) {
                throw RefusedException.because(Reason.NOT_FOUND, "refused.view.absent");
            }
            trail.keep(RENAMED, "view/" + id, "", Map.of());
        } catch (DuplicateKeyException taken) {
            throw RefusedException.because(Reason.CONFLICT, "refused.view.name", called);
        }
    }

    /** Forgets a view. One that is gone already is gone. */
    @Transactional
    public void forget(SignedIn me, int id) {
        if (jdbc.sql("delete from matter.saved_view where id = ? and officer_id = ?")
                        .params(id, me.officer())
                        .update()
                > 0) {
            trail.keep(FORGOTTEN, "view/" + id, "", Map.of());
        }
    }
}
