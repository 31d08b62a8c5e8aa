package org.fengqiao.org;

import java.util.HashMap;
import java.util.Map;
import org.fengqiao.shared.DoorCode;
import org.fengqiao.shared.PhoneNumber;
import org.fengqiao.shared.RefusedException;
import org.fengqiao.shared.Words;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Draws a grid on the map of a station, changes it, closes it. */
@Component
public class DrawGrid {

    private final JdbcClient jdbc;
    private final KeeperPhones phones;
    private final ApplicationEventPublisher events;

    DrawGrid(JdbcClient jdbc, KeeperPhones phones, ApplicationEventPublisher events) {
        this.jdbc = jdbc;
        this.phones = phones;
        this.events = events;
    }

    /**
     * What can be said about a grid.
     *
     * @param unit a police unit in sight
     * @param officerId its community officer, 0 or null for none; somebody of that unit
     * @param keeperPhone empty or null leaves it as it is
     * @param dropKeeperPhone true takes it away
     * @param area GeoJSON, empty or null while it was not drawn
     */
    public record Drawing(
            int unit,
            Grid.@Nullable Kind kind,
            @Nullable String name,
            @Nullable Integer officerId,
            @Nullable String keeperName,
            @Nullable String keeperPhone,
            @Nullable Boolean dropKeeperPhone,
            @Nullable String area) {

        boolean dropsPhone() {
            return Boolean.TRUE.equals(dropKeeperPhone);
        }
    }

    /**
     * Adds a grid.
     *
     * @return its id
     * @throws RefusedException when the name or kind is missing, the phone number or the area malformed, or there is no such unit or
     *     officer in sight
     */
    @Transactional
    public int draw(Drawing drawing) {
        PhoneNumber phone = phone(drawing);
        int grid = jdbc.sql("""
                        insert into org.grid (unit_id, kind, name, officer_id, keeper_name, area, door)
                        values (:unit, :kind, :name, nullif(:officer, 0), :keeper, :area::jsonb, :door) returning id""")
                .params(judged(drawing))
                .param("door", DoorCode.random())
                .query(Integer.class)
                .single();
        if (phone != null) {
            phones.keep(grid, phone);
        }
        events.publishEvent(new Arranged.GridDrawn(grid, drawing.unit()));
        return grid;
    }

    /**
     * Changes a grid in sight.
     *
     * @throws RefusedException as {@link #draw}, and when there is no such grid in sight
     */
    @Transactional
    public void change(int grid, Drawing drawing) {
        int before = requireInSight(grid);
        PhoneNumber phone = phone(drawing);
        jdbc.sql("""
                        update org.grid set unit_id = :unit, kind = :kind, name = :name, officer_id = nullif(:officer, 0),
                               keeper_name = :keeper, area = :area::jsonb
                        where id = :id""").params(judged(drawing)).param("id", grid).update();
        if (phone != null || drawing.dropsPhone()) {
            phones.keep(grid, drawing.dropsPhone() ? null : phone);
        } else if (before != drawing.unit()) {
            phones.moved(grid, before, drawing.unit());
        }
        events.publishEvent(
                new Arranged.GridChanged(grid, drawing.unit(), drawing.officerId() == null ? 0 : drawing.officerId()));
    }

    /**
     * Closes a grid, or opens it again; its door shuts and opens with it.
     *
     * @throws RefusedException when there is no such grid in sight
     */
    @Transactional
    public void close(int grid, boolean closed) {
        requireInSight(grid);
        jdbc.sql("update org.grid set closed_at = case when ? then coalesce(closed_at, now()) end where id = ?")
                .params(closed, grid)
                .update();
        events.publishEvent(new Arranged.GridClosed(grid, closed));
    }

    /** The unit it belongs to; nobody changes it meanwhile. */
    private int requireInSight(int grid) {
        return jdbc.sql("select unit_id from org.grid where id = ? and unit_id = any (org.kept_in_sight()) for update")
                .param(grid)
                .query(Integer.class)
                .optional()
                .orElseThrow(() -> RefusedException.because(RefusedException.Reason.NOT_FOUND, "refused.grid.absent"));
    }

    private static @Nullable PhoneNumber phone(Drawing drawing) {
        String phone = Words.orEmpty(drawing.keeperPhone(), 30);
        try {
            return phone.isEmpty() ? null : PhoneNumber.of(phone);
        } catch (RefusedException malformed) {
            throw malformed.at("keeperPhone");
        }
    }

    private Map<String, @Nullable Object> judged(Drawing drawing) {
        boolean unit = jdbc.sql(
                        "select exists (select from org.unit where id = ? and kind <> 'PARTNER' and closed_at is null and id = any (org.kept_in_sight()))")
                .param(drawing.unit())
                .query(Boolean.class)
                .single();
        if (!unit) {
            throw RefusedException.because(RefusedException.Reason.NOT_FOUND, "refused.unit.absent")
                    .at("unit");
        }
        if (drawing.kind() == null) {
            throw RefusedException.badInput("refused.grid.kind").at("kind");
        }
        int officer = drawing.officerId() == null ? 0 : drawing.officerId();
        if (officer != 0
                && jdbc.sql("select 1 from org.officer where id = ? and unit_id = ? and disabled_at is null")
                        .params(officer, drawing.unit())
                        .query(Integer.class)
                        .optional()
                        .isEmpty()) {
            throw RefusedException.because(RefusedException.Reason.NOT_FOUND, "refused.grid.officer")
                    .at("officer");
        }
        Area area = Area.of(drawing.area());
        Map<String, @Nullable Object> parameters = new HashMap<>();
        parameters.put("unit", drawing.unit());
        parameters.put("kind", drawing.kind().name());
        parameters.put("name", Words.line(drawing.name(), 80));
        parameters.put("officer", officer);
        parameters.put("keeper", Words.orEmpty(drawing.keeperName(), 40));
        parameters.put("area", area == null ? null : area.geoJson());
        return parameters;
    }
}
