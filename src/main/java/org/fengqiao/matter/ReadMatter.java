package org.fengqiao.matter;

import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.fengqiao.access.SignedIn;
import org.fengqiao.org.Role;
import org.fengqiao.people.ResidentSheets;
import org.fengqiao.shared.MaskedText;
import org.fengqiao.shared.RefusedException;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Everything about one matter that its reader may know, read in one go. */
@Component
public class ReadMatter {

    private final MatterSheets sheets;
    private final Matters matters;
    private final Ledger ledger;
    private final ShowPhoto photos;
    private final List<ShowsOnMatterPage> rooms;
    private final ResidentSheets residents;
    private final JdbcClient jdbc;

    ReadMatter(
            MatterSheets sheets,
            Matters matters,
            Ledger ledger,
            ShowPhoto photos,
            List<ShowsOnMatterPage> rooms,
            ResidentSheets residents,
            JdbcClient jdbc) {
        this.sheets = sheets;
        this.matters = matters;
        this.ledger = ledger;
        this.photos = photos;
        this.rooms = rooms;
        this.residents = residents;
        this.jdbc = jdbc;
    }

    /**
     * A matter as one reader sees it.
     *
     * @param words the resident's words; numbers and names masked for partners, mediators and volunteers
     * @param asker how the resident is called, masked likewise
     * @param phone the known resident's number with its middle hidden, empty when there is none or the reader may not know it
     * @param possible what the reader can do now
     * @param lines its life, oldest first; empty for partners, mediators and volunteers
     * @param tasks what partners were asked to do; to partners, mediators and volunteers their own only
     * @param merged the matters that go on in this one
     * @param toldSinceAnswer whether the answer reached who asked
     */
    public record Story(
            MatterView matter,
            String words,
            String asker,
            String phone,
            Set<Verb> possible,
            List<LedgerLine> lines,
            List<ShowPhoto.Attached> photos,
            List<Task> tasks,
            List<Merged> merged,
            List<ShowsOnMatterPage.Panel> panels,
            boolean toldSinceAnswer) {}

    /**
     * A partner's task.
     *
     * @param who name of the unit or person
     * @param report what was done, empty until then
     */
    public record Task(
            String who,
            String task,
            String report,
            @Nullable Instant reportedAt,
            Instant since) {}

    /**
     * A matter that goes on in another one, with its life up to there.
     *
     * @param untold true when its caller is still to be told by mouth what the other one was answered
     */
    public record Merged(long id, String number, String asker, String words, boolean untold, List<LedgerLine> lines) {}

    /**
     * An area of the unit that answers for a matter.
     *
     * @param area GeoJSON
     */
    public record Area(String name, String kind, String area) {}

    /**
     * Reads a matter.
     *
     * @throws RefusedException NOT_FOUND when it is not in sight
     */
    @Transactional(readOnly = true)
    public Story read(long id, SignedIn me) {
        Brief brief = brief(id, me);
        MatterView view = brief.matter();
        if (Role.HANDED.contains(me.role())) {
            return new Story(
                    view,
                    brief.words(),
                    brief.asker(),
                    "",
                    EnumSet.of(Verb.REPORT),
                    List.of(),
                    brief.photos(),
                    tasksOf(id, me),
                    List.of(),
                    List.of(),
                    false);
        }
        List<LedgerLine> lines = ledger.of(id);
        return new Story(
                view,
                brief.words(),
                brief.asker(),
                phoneOf(view.residentId()),
                Verb.possible(matters.require(id), Actor.of(me)),
                lines,
                brief.photos(),
                tasks(id),
                merged(view, lines),
                rooms.stream()
                        .map(room -> room.panel(view, me))
                        .flatMap(Optional::stream)
                        .toList(),
                toldSinceAnswer(lines));
    }

    /**
     * A matter without its life, as one reader sees it.
     *
     * @param words the resident's words; numbers and names masked for partners, mediators and volunteers
     * @param asker how the resident is called, masked likewise
     */
    public record Brief(MatterView matter, String words, String asker, List<ShowPhoto.Attached> photos) {}

    /**
     * Reads a matter in brief.
     *
     * @throws RefusedException NOT_FOUND when it is not in sight
     */
    @Transactional(readOnly = true)
    public Brief brief(long id, SignedIn me) {
        return brief(sheets.require(id), me);
    }

    /**
     * Reads a matter in brief by its number, as it is written on paper.
     *
     * @throws RefusedException NOT_FOUND when it is not in sight
     */
    @Transactional(readOnly = true)
    public Brief brief(String number, SignedIn me) {
        return brief(sheets.require(number), me);
    }

    private Brief brief(MatterView view, SignedIn me) {
        boolean handed = Role.HANDED.contains(me.role());
        List<String> names = List.of(view.asker());
        return new Brief(
                view,
                handed ? MaskedText.of(view.words(), names) : view.words(),
                handed ? MaskedText.of(view.asker(), names) : view.asker(),
                photos.of(view.id()));
    }

    private static boolean toldSinceAnswer(List<LedgerLine> lines) {
        boolean told = false;
        for (LedgerLine line : lines) {
            if (line.happening() instanceof Happening.Answered) {
                told = false;
            } else if (line.happening() instanceof Happening.Told) {
                told = true;
            }
        }
        return told;
    }

    private String phoneOf(long resident) {
        if (resident == 0) {
            return "";
        }
        return residents.phones(List.of(resident)).getOrDefault(resident, "");
    }

    private static final String TASKS = """
            select coalesce(u.name, o.name, '') as who, s.task, s.report, s.reported_at, s.since
            from matter.sight s left join org.unit u on u.id = nullif(s.unit_id, 0)
            left join org.officer o on o.id = nullif(s.officer_id, 0)
            where s.matter_id = :matter and s.why = 'TO_PARTNER'""";

    private List<Task> tasks(long matter) {
        return jdbc.sql(TASKS + " order by s.since")
                .param("matter", matter)
                .query((row, n) -> task(row))
                .list();
    }

    private List<Task> tasksOf(long matter, SignedIn me) {
        return jdbc.sql(TASKS + " and (s.unit_id = :unit or s.officer_id = :officer) order by s.since")
                .param("matter", matter)
                .param("unit", me.unit())
                .param("officer", me.officer())
                .query((row, n) -> task(row))
                .list();
    }

    private static Task task(java.sql.ResultSet row) throws java.sql.SQLException {
        return new Task(
                row.getString("who"),
                row.getString("task"),
                row.getString("report"),
                Matters.instant(row, "reported_at"),
                row.getTimestamp("since").toInstant());
    }

    private List<Merged> merged(MatterView lead, List<LedgerLine> ofLead) {
        long answered = lead.stage().isAnswered()
                ? last(ofLead, Set.of(Happening.Answered.class, Happening.Declined.class))
                : 0;
        return jdbc
                .sql("""
                        with recursive merged as (
                            select id, number, asker, words, way from matter.matter where merged_into = ?
                            union select m.id, m.number, m.asker, m.words, m.way
                                  from matter.matter m join merged on m.merged_into = merged.id)
                        select id, number, asker, words, way = 'DESK' as called from merged order by id limit 50""")
                .param(lead.id())
                .query((row, n) -> new Merged(
                        row.getLong(1),
                        row.getString(2),
                        row.getString(3),
                        row.getString(4),
                        row.getBoolean(5) && answered > 0,
                        List.of()))
                .list()
                .stream()
                .map(one -> withLife(one, answered))
                .toList();
    }

    private Merged withLife(Merged one, long answered) {
        List<LedgerLine> lines = ledger.of(one.id());
        long due = Math.max(answered, last(lines, Set.of(Happening.Merged.class)));
        boolean untold = one.untold() && last(lines, Set.of(Happening.Told.class)) < due;
        return new Merged(one.id(), one.number(), one.asker(), one.words(), untold, lines);
    }

    /** The place of the last line of one of these kinds, 0 where there is none. */
    private static long last(List<LedgerLine> lines, Set<Class<? extends Happening>> kinds) {
        return lines.stream()
                .filter(line -> kinds.contains(line.happening().getClass()))
                .mapToLong(LedgerLine::seq)
                .max()
                .orElse(0);
    }

    /** The areas of the unit that answers for a matter in sight, for its map. */
    @Transactional(readOnly = true)
    public List<Area> areas(MatterView matter) {
        return jdbc.sql("""
                        select name, kind, area::text from org.grid
                        where unit_id = ? and area is not null and closed_at is null order by kind, id limit 500""")
                .param(matter.unitId())
                .query((row, n) -> new Area(row.getString(1), row.getString(2), row.getString(3)))
                .list();
    }
}
