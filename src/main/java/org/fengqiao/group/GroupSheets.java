package org.fengqiao.group;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.List;
import java.util.Optional;
import org.fengqiao.shared.DoorCode;
import org.fengqiao.shared.Page;
import org.fengqiao.shared.PageKey;
import org.fengqiao.shared.RefusedException;
import org.fengqiao.shared.Words;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** The groups in sight: as a list, for a choice, and one by one. */
@Component
public class GroupSheets {

    /** Most lines of a page. */
    public static final int LONGEST_PAGE = 200;

    private static final String SELECT = """
            select g.id, g.unit_id, u.name as unit_name, coalesce(g.grid_id, 0) as grid_id, coalesce(g.owner_id, 0) as owner_id,
                   coalesce(o.name, '') as owner_name, coalesce(g.bridge_id, 0) as bridge_id, g.external_ref, g.name, g.area, g.members,
                   g.door, g.last_matter_at, coalesce(g.last_matter_id, 0) as last_matter_id, g.closed_at
            from groups.chat_group g join org.unit u on u.id = g.unit_id left join org.officer o on o.id = g.owner_id
            """;

    private final JdbcClient jdbc;

    GroupSheets(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * A thing to choose in a form.
     *
     * @param unit the unit it belongs to
     */
    public record Choice(int id, int unit, String name) {}

    /**
     * Groups, the newest first.
     *
     * @param words a part of the name or the area; null or blank for all
     * @param owner only groups this officer looks after, 0 for all
     * @param closed true for those given up, false for those in use
     */
    @Transactional(readOnly = true)
    public Page<ChatGroup> list(@Nullable String words, int owner, boolean closed, @Nullable PageKey after, int size) {
        int limit = Math.clamp(size, 1, LONGEST_PAGE);
        List<ChatGroup> rows = jdbc.sql(SELECT + """
                        where g.id < :after and (g.closed_at is not null) = :closed and (:owner = 0 or g.owner_id = :owner)
                          and (:part = '%%' or g.name ilike :part or g.area ilike :part)
                        order by g.id desc limit :limit""")
                .param("after", after == null ? Integer.MAX_VALUE : after.number(0))
                .param("closed", closed)
                .param("owner", owner)
                .param("part", "%" + literally(Words.orEmpty(words, 80)) + "%")
                .param("limit", limit + 1)
                .query((row, n) -> group(row))
                .list();
        return Page.of(rows, limit, group -> PageKey.of(group.id()));
    }

    /** Groups in use that a matter or a post can be put to: those the officer looks after first. At most 1,000. */
    @Transactional(readOnly = true)
    public List<ChatGroup> inUse(int officer) {
        return jdbc.sql(SELECT
                        + " where g.closed_at is null order by g.owner_id is distinct from ?, g.name, g.id limit 1000")
                .param(officer)
                .query((row, n) -> group(row))
                .list();
    }

    /** One group in sight, in use or given up. */
    @Transactional(readOnly = true)
    public Optional<ChatGroup> find(int id) {
        return jdbc.sql(SELECT + " where g.id = ?")
                .param(id)
                .query((row, n) -> group(row))
                .optional();
    }

    /** One group in sight, or the refusal that is the same for "not yours" and "never was". */
    @Transactional(readOnly = true)
    public ChatGroup require(int id) {
        return find(id).orElseThrow(
                        () -> RefusedException.because(RefusedException.Reason.NOT_FOUND, "refused.group.absent"));
    }

    /** The group with this door, by the exact code alone; in use or given up. */
    @Transactional(readOnly = true)
    public Optional<ChatGroup> findByDoor(String code) {
        return jdbc.sql(SELECT + " where g.door = ?")
                .param(DoorCode.spelled(code))
                .query((row, n) -> group(row))
                .optional();
    }

    /** The group that a bridge knows by this name. */
    @Transactional(readOnly = true)
    public Optional<ChatGroup> findAtBridge(int bridge, String externalRef) {
        return jdbc.sql(SELECT + " where g.bridge_id = ? and g.external_ref = ?")
                .params(bridge, externalRef)
                .query((row, n) -> group(row))
                .optional();
    }

    /** Officers who can look after a group, by unit and name. */
    @Transactional(readOnly = true)
    public List<Choice> owners() {
        return choices("""
                select id, unit_id, name from org.officer
                where disabled_at is null and role in ('OFFICER', 'AUXILIARY', 'CHIEF') and unit_id = any ((select org.kept_in_sight())::int[])
                order by unit_id, name, id limit 1000""");
    }

    /** Grids a group can lie in. */
    @Transactional(readOnly = true)
    public List<Choice> grids() {
        return choices(
                "select id, unit_id, name from org.grid where closed_at is null order by unit_id, name, id limit 1000");
    }

    /** Bridges that can carry a group. */
    @Transactional(readOnly = true)
    public List<Choice> bridges() {
        return choices(
                "select id, unit_id, name from channel.bridge where disabled_at is null order by unit_id, name, id limit 1000");
    }

    private List<Choice> choices(String sql) {
        return jdbc.sql(sql)
                .query((row, n) -> new Choice(row.getInt(1), row.getInt(2), row.getString(3)))
                .list();
    }

    /** Owner and grid are of the group's own unit; a bridge may also belong to a unit above. */
    void judge(int unit, GroupFacts facts) {
        if (!isOneOf(
                "select 1 from org.officer where id = ? and unit_id = ? and disabled_at is null",
                facts.owner(),
                unit)) {
            throw RefusedException.badInput("refused.group.owner").at("owner");
        }
        if (!isOneOf("select 1 from org.grid where id = ? and unit_id = ? and closed_at is null", facts.grid(), unit)) {
            throw RefusedException.badInput("refused.group.grid").at("grid");
        }
        if (!isOneOf("""
                        select 1 from channel.bridge b join org.unit u on b.unit_id = any (u.ancestors)
                        where b.id = ? and u.id = ?""", facts.bridge(), unit)) {
            throw RefusedException.badInput("refused.group.bridge").at("bridge");
        }
    }

    private boolean isOneOf(String sql, int id, int unit) {
        return id == 0
                || jdbc.sql(sql)
                        .params(id, unit)
                        .query(Integer.class)
                        .optional()
                        .isPresent();
    }

    static RefusedException refTaken() {
        return RefusedException.because(RefusedException.Reason.CONFLICT, "refused.group.ref-taken")
                .at("externalRef");
    }

    private static String literally(String words) {
        return words.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_");
    }

    private static ChatGroup group(ResultSet row) throws SQLException {
        Timestamp last = row.getTimestamp("last_matter_at");
        Timestamp closed = row.getTimestamp("closed_at");
        return new ChatGroup(
                row.getInt("id"),
                row.getInt("unit_id"),
                row.getString("unit_name"),
                row.getInt("grid_id"),
                row.getInt("owner_id"),
                row.getString("owner_name"),
                row.getInt("bridge_id"),
                row.getString("external_ref"),
                row.getString("name"),
                row.getString("area"),
                row.getInt("members"),
                row.getString("door"),
                last == null ? null : last.toInstant(),
                row.getLong("last_matter_id"),
                closed == null ? null : closed.toInstant());
    }
}
