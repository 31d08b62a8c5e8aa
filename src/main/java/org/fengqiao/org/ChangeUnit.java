package org.fengqiao.org;

import org.fengqiao.shared.PhoneNumber;
import org.fengqiao.shared.Place;
import org.fengqiao.shared.RefusedException;
import org.fengqiao.shared.Words;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Changes what a unit is called and where it is. Its code stands in every number given so far and never changes. */
@Component
public class ChangeUnit {

    private final JdbcClient jdbc;
    private final ApplicationEventPublisher events;

    ChangeUnit(JdbcClient jdbc, ApplicationEventPublisher events) {
        this.jdbc = jdbc;
        this.events = events;
    }

    /**
     * Changes a unit in sight.
     *
     * @param longitude degrees in GCJ-02, null for no point; as {@link Place}
     * @throws RefusedException when there is no such unit in sight, the name is missing, the phone number or the point malformed
     */
    @Transactional
    public void change(
            int unit,
            @Nullable String name,
            @Nullable String address,
            @Nullable String phone,
            @Nullable Double longitude,
            @Nullable Double latitude) {
        String number = Words.orEmpty(phone, 30);
        if (longitude != null || latitude != null) {
            new Place("", longitude, latitude);
        }
        int changed = jdbc.sql("""
                        update org.unit set name = :name, address = :address, phone = :phone, longitude = :longitude, latitude = :latitude
                        where id = :id and id = any (org.kept_in_sight())""")
                .param("name", Words.line(name, 80))
                .param("address", Words.orEmpty(address, Place.LONGEST))
                .param("phone", number.isEmpty() ? "" : PhoneNumber.of(number).digits())
                .param("longitude", longitude, java.sql.Types.DOUBLE)
                .param("latitude", latitude, java.sql.Types.DOUBLE)
                .param("id", unit)
                .update();
        if (changed == 0) {
            throw absent();
        }
        events.publishEvent(new Arranged.UnitChanged(unit));
    }

    static RefusedException absent() {
        return RefusedException.because(RefusedException.Reason.NOT_FOUND, "refused.unit.absent");
    }
}
