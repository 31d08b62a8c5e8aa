package org.fengqiao.matter;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.fengqiao.audit.ChainHash;
import org.fengqiao.audit.Seal;
import org.fengqiao.shared.RefusedException;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The rows of matters: found, locked, and written together with their line in the ledger. */
@Component
class Matters {

    private static final String WRITE = """
            with line as (
                insert into matter.ledger (matter_id, n, unit_id, what, at, by_kind, by_id, by_name, data, hash)
                values (:id, :version, :ledgerUnit, :what, :at, :byKind, :byId, :byName, :data::jsonb, :head))
            update matter.matter set %s kind = :kind, urgency = :urgency,
                   stage = :stage, stage_before = :stageBefore, place = :place, asker = :asker,
                   handler_id = nullif(:handler, 0), answer = :answer, settled = :settled, stars = :stars,
                   merged_into = nullif(:mergedInto, 0), version = :version, head = :head, unread = :unread,
                   awaiting_since = :awaitingSince, answered_at = :answeredAt, closed_at = :closedAt,
                   changed_at = :at
            where id = :id""";

    /** A statement that names the unit is judged by one trigger more, so only what moves names it. */
    private static final String WRITE_STAYING = WRITE.formatted("");

    private static final String WRITE_MOVING = WRITE.formatted("unit_id = :unit, from_unit_id = nullif(:fromUnit, 0),");

    static final String COLUMNS = """
            id, unit_id, coalesce(from_unit_id, 0) as from_unit_id, number, kind, urgency, stage, stage_before, words, place,
            longitude, latitude, coalesce(resident_id, 0) as resident_id, asker, way, coalesce(group_id, 0) as group_id,
            coalesce(bridge_id, 0) as bridge_id, coalesce(grid_id, 0) as grid_id, coalesce(handler_id, 0) as handler_id, answer,
            settled, stars, coalesce(merged_into, 0) as merged_into, tracking, version, head, unread, opened_at, awaiting_since,
            answered_at, closed_at""";

    private final JdbcClient jdbc;
    private final Happenings happenings;
    private final ChainHash chain;

    Matters(JdbcClient jdbc, Happenings happenings, ChainHash chain) {
        this.jdbc = jdbc;
        this.chain = chain;
        this.happenings = happenings;
    }

    /** The matter when it is in sight. One out of sight and one that does not exist look the same. */
    Optional<Matter> find(long id) {
        return jdbc.sql("select " + COLUMNS + " from matter.matter where id = ?")
                .param(id)
                .query((row, n) -> matter(row))
                .optional();
    }

    Matter require(long id) {
        return find(id).orElseThrow(Matters::absent);
    }

    /**
     * The matter, locked against every other change until the end of the transaction. Its key stays: whoever only adds a row that
     * refers to it (a photo, before the note about it) does not wait, and so is never waited for in a circle.
     */
    Matter lock(long id) {
        return jdbc.sql("select " + COLUMNS + " from matter.matter where id = ? for no key update")
                .param(id)
                .query((row, n) -> matter(row))
                .optional()
                .orElseThrow(Matters::absent);
    }

    static RefusedException absent() {
        return RefusedException.because(RefusedException.Reason.NOT_FOUND, "refused.matter.absent");
    }

    /**
     * Writes the state after a happening and the happening's line, in one statement.
     *
     * @return the state with the seal of that line
     */
    Matter write(Matter before, Matter after, Happening happening, Actor by, Instant when) {
        Instant at = when.truncatedTo(ChronoUnit.MICROS);
        String data = happenings.write(happening);
        LineSeal line = new LineSeal(after.version(), before.unitId(), Happenings.name(happening), at);
        Seal seal = line.after(
                before.head(),
                chain.algorithm(),
                before.tracking(),
                new LineSeal.Said(by.by().name(), by.id(), by.name(), data));
        boolean moves = before.unitId() != after.unitId() || before.fromUnitId() != after.fromUnitId();
        jdbc.sql(moves ? WRITE_MOVING : WRITE_STAYING)
                .param("id", before.id())
                .param("ledgerUnit", before.unitId())
                .param("what", line.what())
                .param("at", at.atOffset(ZoneOffset.UTC))
                .param("head", seal.bytes())
                .param("byKind", by.by().name())
                .param("byId", by.id())
                .param("byName", by.name())
                .param("data", data)
                .param("unit", after.unitId())
                .param("fromUnit", after.fromUnitId())
                .param("kind", after.kind())
                .param("urgency", after.urgency().name())
                .param("stage", after.stage().name())
                .param("stageBefore", name(after.stageBefore()), java.sql.Types.VARCHAR)
                .param("place", after.place() == null ? "" : after.place().words())
                .param("asker", after.asker())
                .param("handler", after.handlerId())
                .param("answer", after.answer(), java.sql.Types.VARCHAR)
                .param("settled", after.settled(), java.sql.Types.BOOLEAN)
                .param("stars", after.stars(), java.sql.Types.SMALLINT)
                .param("mergedInto", after.mergedInto())
                .param("version", after.version())
                .param("unread", after.unread())
                .param("awaitingSince", utc(after.awaitingSince()), java.sql.Types.TIMESTAMP_WITH_TIMEZONE)
                .param("answeredAt", utc(after.answeredAt()), java.sql.Types.TIMESTAMP_WITH_TIMEZONE)
                .param("closedAt", utc(after.closedAt()), java.sql.Types.TIMESTAMP_WITH_TIMEZONE)
                .update();
        return after.sealed(seal);
    }

    private static @Nullable String name(@Nullable Stage stage) {
        return stage == null ? null : stage.name();
    }

    static @Nullable OffsetDateTime utc(@Nullable Instant instant) {
        return instant == null ? null : instant.atOffset(ZoneOffset.UTC);
    }

    static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        Timestamp at = row.getTimestamp(column);
        return at == null ? null : at.toInstant();
    }

    static Matter matter(ResultSet row) throws SQLException {
        String before = row.getString("stage_before");
        int stars = row.getInt("stars");
        boolean rated = !row.wasNull();
        boolean settled = row.getBoolean("settled");
        boolean asked = !row.wasNull();
        return new Matter(
                row.getLong("id"),
                row.getInt("unit_id"),
                row.getInt("from_unit_id"),
                row.getString("number"),
                row.getString("kind"),
                Urgency.valueOf(row.getString("urgency")),
                Stage.valueOf(row.getString("stage")),
                before == null ? null : Stage.valueOf(before),
                row.getString("words"),
                Matter.placeOf(row.getString("place"), degrees(row, "longitude"), degrees(row, "latitude")),
                row.getLong("resident_id"),
                row.getString("asker"),
                Way.valueOf(row.getString("way")),
                row.getInt("group_id"),
                row.getInt("bridge_id"),
                row.getInt("grid_id"),
                row.getInt("handler_id"),
                row.getString("answer"),
                asked ? settled : null,
                rated ? stars : null,
                row.getLong("merged_into"),
                row.getString("tracking"),
                row.getInt("version"),
                Seal.read(row.getBytes("head")),
                row.getBoolean("unread"),
                row.getTimestamp("opened_at").toInstant(),
                instant(row, "awaiting_since"),
                instant(row, "answered_at"),
                instant(row, "closed_at"));
    }

    private static @Nullable Double degrees(ResultSet row, String column) throws SQLException {
        double value = row.getDouble(column);
        return row.wasNull() ? null : value;
    }
}
