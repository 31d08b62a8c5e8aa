package org.fengqiao.matter;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.fengqiao.access.SignedIn;
import org.fengqiao.org.Role;
import org.fengqiao.people.RecogniseResident;
import org.fengqiao.shared.Page;
import org.fengqiao.shared.PageKey;
import org.fengqiao.shared.SearchTokens;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Lists, counts and single views of matters, each paged by key and begun from the reader's own units. */
@Component
public class MatterSheets {

    /** Most lines of a page. */
    public static final int LONGEST_PAGE = 200;

    private static final long RECENT_NANOS = Duration.ofSeconds(1).toNanos();
    private static final int MOST_RECENT = 1_000;

    private final JdbcClient jdbc;
    private final RecogniseResident recognise;
    private final Clock clock;

    /** Thousands of open matters are counted once for all the tabs and programs of a supervisor. */
    private final Map<Integer, Recent> recent = new ConcurrentHashMap<>();

    MatterSheets(JdbcClient jdbc, RecogniseResident recognise, Clock clock) {
        this.jdbc = jdbc;
        this.recognise = recognise;
        this.clock = clock;
    }

    /**
     * What waits at the desk.
     *
     * @param received 待受理
     * @param mine open and handled by the reader
     * @param answered 已答复, waiting for the call back
     * @param calledBack 已回访, waiting to be closed
     * @param unread added to by the resident or a partner
     * @param urgent open and more than normal
     * @param open all that is open
     */
    public record Counts(
            long received, long mine, long answered, long calledBack, long unread, long urgent, long open) {}

    /** A page of matters, newest first. */
    @Transactional(readOnly = true)
    public Page<MatterRow> list(SignedIn me, MatterFilter filter, @Nullable PageKey after, int size) {
        int limit = Math.clamp(size, 1, LONGEST_PAGE);
        Map<String, Object> parameters = new HashMap<>();
        String query = filter.words() == null ? "" : SearchTokens.tsquery(filter.words());
        List<String> conditions = conditions(me, filter, parameters);
        if (after != null) {
            parameters.put("after", after.number(0));
            conditions.add("m.id < :after");
        }
        List<Long> callers = query.isEmpty() ? List.of() : recognise.byNumber(String.valueOf(filter.words()));
        String from = query.isEmpty()
                ? "matter.matter m"
                : "(%s) as found join matter.matter m on m.id = found.matter_id"
                        .formatted(
                                callers.isEmpty()
                                        ? found(me, query, conditions, parameters)
                                        : found(me, query, conditions, parameters) + " union "
                                                + of(callers, me, conditions, parameters));
        if (query.isEmpty()) {
            ofOwnUnits("m", me, conditions, parameters);
        }
        parameters.put("limit", limit + 1);
        String sql = """
                select p.*, coalesce(g.name, '') as group_name, coalesce(o.name, '') as handler_name, u.name as unit_name
                from (select m.id, m.number, m.kind, m.urgency, m.stage, left(m.words, 120) as summary, m.place, m.asker, m.way,
                             coalesce(m.group_id, 0) as group_id, coalesce(m.handler_id, 0) as handler_id, m.unit_id, m.opened_at,
                             m.answered_at, m.awaiting_since, m.unread, m.version
                      from %s where %s order by m.id desc limit :limit) p
                join org.unit u on u.id = p.unit_id
                left join groups.chat_group g on g.id = p.group_id
                left join org.officer o on o.id = p.handler_id
                order by p.id desc""".formatted(from, conditions.isEmpty() ? "true" : String.join(" and ", conditions));
        // A plan made once for all readers and all words would be right for few of them.
        jdbc.sql("set local plan_cache_mode = force_custom_plan").update();
        List<MatterRow> rows =
                jdbc.sql(sql).params(parameters).query((row, n) -> row(row)).list();
        return Page.of(rows, limit, row -> PageKey.of(row.id()));
    }

    /**
     * Where to look for words: block by block from the newest on, until the page is full. Left to itself PostgreSQL would look through
     * all blocks first whenever it takes a phrase for rarer than it is. Each block is looked through by its index for rare words and
     * backwards row by row for common ones.
     */
    private static String found(SignedIn me, String query, List<String> conditions, Map<String, Object> parameters) {
        boolean ofOneUnit = !Role.HANDED.contains(me.role()) && me.reads().size() == 1;
        parameters.put(
                "query",
                ofOneUnit
                        ? "(" + query + ") & " + SearchTokens.ofUnit(me.reads().getFirst())
                        : query);
        List<String> inBlock = new ArrayList<>(List.of(
                "s.tokens @@ :query::tsquery",
                "s.matter_id >= block * " + SearchFollower.BLOCK,
                "s.matter_id < (block + 1) * " + SearchFollower.BLOCK));
        ofOwnUnits("s", me, inBlock, parameters);
        String newest = "(select last_value from matter.matter_id_seq)";
        if (parameters.containsKey("after")) {
            inBlock.add("s.matter_id < :after");
            newest = "least(" + newest + ", :after)";
        }
        boolean wordsOnly = conditions.stream().allMatch("m.id < :after"::equals);
        if (!wordsOnly) {
            inBlock.addAll(conditions);
        }
        return """
                (select hit.matter_id from generate_series(%s / %d, 0, -1) as block
                 cross join lateral (select s.matter_id from matter.search s %s
                                     where %s order by s.matter_id desc limit :limit) as hit
                 limit :limit)""".formatted(
                        newest,
                        SearchFollower.BLOCK,
                        wordsOnly ? "" : "join matter.matter m on m.id = s.matter_id",
                        String.join(" and ", inBlock));
    }

    /** The matters of residents whose whole number was typed: it stands in no words, it is looked up sealed. */
    private static String of(
            List<Long> residents, SignedIn me, List<String> conditions, Map<String, Object> parameters) {
        parameters.put("callers", residents.toArray(Long[]::new));
        List<String> theirs = new ArrayList<>(List.of("m.resident_id = any (:callers::bigint[])"));
        ofOwnUnits("m", me, theirs, parameters);
        theirs.addAll(conditions);
        return "(select m.id from matter.matter m where %s order by m.id desc limit :limit)"
                .formatted(String.join(" and ", theirs));
    }

    /** For the one unit of a station's officer an index leads through its rows in order; an array of units cannot. */
    private static void ofOwnUnits(String table, SignedIn me, List<String> conditions, Map<String, Object> parameters) {
        if (Role.HANDED.contains(me.role())) {
            return;
        }
        if (me.reads().size() == 1) {
            parameters.put("ownUnit", me.reads().get(0));
            conditions.add(table + ".unit_id = :ownUnit");
        } else {
            parameters.put("units", literal(me.reads()));
            conditions.add(table + ".unit_id = any (:units::int[])");
        }
    }

    private List<String> conditions(SignedIn me, MatterFilter filter, Map<String, Object> parameters) {
        List<String> conditions = new ArrayList<>();
        if (Role.HANDED.contains(me.role())) {
            parameters.put("officer", me.officer());
            parameters.put("unit", me.unit());
            conditions.add("""
                    m.id in (select matter_id from matter.sight where why = 'TO_PARTNER'
                             and (officer_id = :officer or unit_id = :unit) and (until is null or until > now()))""");
        }
        if (filter.open()) {
            conditions.add("m.closed_at is null");
        }
        if (!filter.stages().isEmpty()) {
            parameters.put("stages", filter.stages().stream().map(Stage::name).toList());
            conditions.add("m.stage in (:stages)");
        }
        if (filter.kind() != null) {
            parameters.put("kind", filter.kind());
            conditions.add("m.kind = :kind");
        }
        if (filter.urgency() != null) {
            parameters.put(
                    "urgency",
                    filter.urgency() == Urgency.URGENT
                            ? List.of("URGENT", "LIFE")
                            : List.of(filter.urgency().name()));
            conditions.add("m.urgency in (:urgency)");
        }
        if (filter.handler() != 0) {
            parameters.put("handler", filter.handler());
            conditions.add("m.handler_id = :handler");
        }
        if (filter.group() != 0) {
            parameters.put("group", filter.group());
            conditions.add("m.group_id = :group");
        }
        if (filter.resident() != 0) {
            parameters.put("resident", filter.resident());
            conditions.add("m.resident_id = :resident");
        }
        if (filter.unit() != 0) {
            parameters.put("ofUnit", filter.unit());
            conditions.add("m.unit_id = :ofUnit");
        }
        if (filter.unread()) {
            conditions.add("m.unread");
        }
        if (filter.awaiting()) {
            conditions.add("m.awaiting_since is not null");
        }
        if (filter.from() != null) {
            parameters.put("from", filter.from().atStartOfDay(clock.getZone()).toOffsetDateTime());
            conditions.add("m.opened_at >= :from");
        }
        if (filter.to() != null) {
            parameters.put(
                    "to", filter.to().plusDays(1).atStartOfDay(clock.getZone()).toOffsetDateTime());
            conditions.add("m.opened_at < :to");
        }
        return conditions;
    }

    private record Recent(List<Integer> units, Counts counts, long until) {}

    /** What waits for this reader; to one who sees many stations, as it was within the last second. */
    @Transactional(readOnly = true)
    public Counts counts(SignedIn me) {
        if (me.reads().size() == 1) {
            return count(me);
        }
        long now = System.nanoTime();
        if (recent.size() > MOST_RECENT) {
            recent.clear();
        }
        return Objects.requireNonNull(recent.compute(
                        me.officer(),
                        (officer, last) -> last != null
                                        && last.until() > now
                                        && last.units().equals(me.reads())
                                ? last
                                : new Recent(me.reads(), count(me), System.nanoTime() + RECENT_NANOS)))
                .counts();
    }

    /** Somebody was named in a matter: nobody is told a count with it in it any more. */
    void forgetCounts() {
        recent.clear();
    }

    private Counts count(SignedIn me) {
        return jdbc.sql("""
                        select count(*) filter (where stage = 'RECEIVED') as received,
                               count(*) filter (where handler_id = :me) as mine,
                               count(*) filter (where stage = 'ANSWERED') as answered,
                               count(*) filter (where stage = 'CALLED_BACK') as called_back,
                               count(*) filter (where unread) as unread,
                               count(*) filter (where urgency <> 'NORMAL') as urgent,
                               count(*) as open
                        from matter.matter where closed_at is null and unit_id = any (:units::int[])""")
                .param("me", me.officer())
                .param("units", literal(me.reads()))
                .query((row, n) -> new Counts(
                        row.getLong("received"),
                        row.getLong("mine"),
                        row.getLong("answered"),
                        row.getLong("called_back"),
                        row.getLong("unread"),
                        row.getLong("urgent"),
                        row.getLong("open")))
                .single();
    }

    /** One matter in sight. */
    @Transactional(readOnly = true)
    public Optional<MatterView> find(long id) {
        return one("m.id = ?", id);
    }

    /** One matter in sight by its number, as it is written on paper. */
    @Transactional(readOnly = true)
    public Optional<MatterView> findByNumber(String number) {
        return one("m.number = ?", number);
    }

    /**
     * One matter in sight.
     *
     * @throws org.fengqiao.shared.RefusedException NOT_FOUND when there is none
     */
    @Transactional(readOnly = true)
    public MatterView require(long id) {
        return find(id).orElseThrow(Matters::absent);
    }

    /**
     * One matter in sight by its number, as it is written on paper.
     *
     * @throws org.fengqiao.shared.RefusedException NOT_FOUND when there is none
     */
    @Transactional(readOnly = true)
    public MatterView require(String number) {
        return findByNumber(number).orElseThrow(Matters::absent);
    }

    /** The matter a resident follows; run it with {@link org.fengqiao.database.Sight#tracking}. */
    @Transactional(readOnly = true)
    public Optional<MatterView> findByTracking(String tracking) {
        return one("m.tracking = ?", tracking);
    }

    private Optional<MatterView> one(String condition, Object value) {
        return jdbc.sql("select " + Matters.COLUMNS + """
                        , (select name from org.unit u where u.id = m.unit_id) as unit_name,
                        coalesce((select name from groups.chat_group g where g.id = m.group_id), '') as group_name,
                        coalesce((select name from org.officer o where o.id = m.handler_id), '') as handler_name,
                        coalesce((select number from matter.matter lead where lead.id = m.merged_into), '') as merged_number
                        from matter.matter m where\s""" + condition)
                .param(value)
                .query((row, n) -> view(row))
                .optional();
    }

    private static MatterView view(ResultSet row) throws SQLException {
        Matter matter = Matters.matter(row);
        return new MatterView(
                matter.id(),
                matter.unitId(),
                row.getString("unit_name"),
                matter.fromUnitId(),
                matter.number(),
                matter.kind(),
                matter.urgency(),
                matter.stage(),
                matter.words(),
                matter.place(),
                matter.residentId(),
                matter.asker(),
                matter.way(),
                matter.groupId(),
                row.getString("group_name"),
                matter.bridgeId(),
                matter.gridId(),
                matter.handlerId(),
                row.getString("handler_name"),
                matter.answer(),
                matter.settled(),
                matter.stars(),
                matter.mergedInto(),
                row.getString("merged_number"),
                matter.tracking(),
                matter.version(),
                matter.unread(),
                matter.openedAt(),
                matter.awaitingSince(),
                matter.answeredAt(),
                matter.closedAt());
    }

    private static MatterRow row(ResultSet row) throws SQLException {
        return new MatterRow(
                row.getLong("id"),
                row.getString("number"),
                row.getString("kind"),
                Urgency.valueOf(row.getString("urgency")),
                Stage.valueOf(row.getString("stage")),
                row.getString("summary"),
                row.getString("place"),
                row.getString("asker"),
                Way.valueOf(row.getString("way")),
                row.getInt("group_id"),
                row.getString("group_name"),
                row.getInt("handler_id"),
                row.getString("handler_name"),
                row.getInt("unit_id"),
                row.getString("unit_name"),
                row.getTimestamp("opened_at").toInstant(),
                Matters.instant(row, "answered_at"),
                Matters.instant(row, "awaiting_since"),
                row.getBoolean("unread"),
                row.getInt("version"));
    }

    static String literal(List<Integer> ids) {
        StringBuilder literal = new StringBuilder("{");
        for (int id : ids) {
            literal.append(literal.length() > 1 ? "," : "").append(id);
        }
        return literal.append('}').toString();
    }
}
