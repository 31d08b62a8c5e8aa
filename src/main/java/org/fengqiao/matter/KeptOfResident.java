package org.fengqiao.matter;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.fengqiao.database.Sight;
import org.fengqiao.people.KeepsAboutResident;
import org.fengqiao.shared.RefusedException;
import org.fengqiao.shared.RefusedException.Reason;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** What matters keep about a resident: what was asked for, and everything said on the way. */
@Component
class KeptOfResident implements KeepsAboutResident {

    private final JdbcClient jdbc;
    private final EraseMatter eraseMatter;
    private final PhotoFiles files;

    KeptOfResident(JdbcClient jdbc, EraseMatter eraseMatter, PhotoFiles files) {
        this.files = files;
        this.jdbc = jdbc;
        this.eraseMatter = eraseMatter;
    }

    private record Found(long id, String number, boolean open, boolean held) {}

    private List<Found> matters(long resident) {
        return jdbc.sql("""
                        select id, number, closed_at is null, hold_reason is not null from matter.matter
                        where resident_id = ? order by id for no key update""")
                .param(resident)
                .query((row, n) -> new Found(row.getLong(1), row.getString(2), row.getBoolean(3), row.getBoolean(4)))
                .list();
    }

    @Override
    public void objectTo(Leaving leaving) {
        for (Found matter : matters(leaving.resident())) {
            if (matter.held()) {
                throw RefusedException.because(Reason.CONFLICT, "refused.erase.held", matter.number());
            }
            if (matter.open()) {
                throw RefusedException.because(Reason.CONFLICT, "refused.erase.open", matter.number());
            }
        }
    }

    @Override
    public Map<String, Integer> erase(Leaving leaving) {
        Actor by = who(Sight.current().officer());
        String basis = by.by() == Actor.By.HOUSE ? "RETENTION" : "REQUEST";
        Map<String, Integer> gone = new TreeMap<>();
        for (Found matter : matters(leaving.resident())) {
            eraseMatter
                    .erase(matter.id(), by, basis, leaving.files())
                    .forEach((what, many) -> gone.merge(what, many, Integer::sum));
        }
        return gone;
    }

    private Actor who(int officer) {
        return jdbc.sql("select name from org.officer where id = ?")
                .param(officer)
                .query(String.class)
                .optional()
                .map(name -> new Actor(Actor.By.OFFICER, officer, name, null, 0, List.of()))
                .orElse(Actor.HOUSE);
    }

    @Override
    public List<Kept> tell(long resident) {
        return List.of(
                rows("matter.matter", resident, """
                        select id, number, kind, urgency, stage, words, place, longitude, latitude, asker, way, answer, settled, stars,
                               opened_at, answered_at, closed_at, hold_reason, hold_basis
                        from matter.matter where resident_id = ? order by id"""),
                rows("matter.ledger", resident, """
                        select m.number, l.n, l.at, l.what, case when l.by_kind = 'RESIDENT' then l.by_name else '' end as by_name, l.data::text as data
                        from matter.ledger l join matter.matter m on m.id = l.matter_id where m.resident_id = ? order by m.id, l.n"""),
                rows("matter.sight", resident, """
                        select m.number, s.task, s.report, s.since, s.reported_at
                        from matter.sight s join matter.matter m on m.id = s.matter_id
                        where m.resident_id = ? and s.why = 'TO_PARTNER' order by m.id, s.since"""),
                rows("matter.photo", resident, """
                        select m.number, p.id, p.width, p.height, p.added_at, p.sha256
                        from matter.photo p join matter.matter m on m.id = p.matter_id where m.resident_id = ? order by p.id"""));
    }

    @Override
    public List<Paper> papers(long resident) {
        return jdbc.sql(
                        "select p.id, p.sha256 from matter.photo p join matter.matter m on m.id = p.matter_id where m.resident_id = ? order by p.id")
                .param(resident)
                .query((row, n) -> {
                    String hash = row.getString(2);
                    return new Paper(
                            "photo-%d.jpg".formatted(row.getLong(1)),
                            () -> files.read(hash).orElse(new byte[0]));
                })
                .list();
    }

    private Kept rows(String table, long resident, String sql) {
        List<Map<String, @Nullable Object>> rows = new ArrayList<>();
        jdbc.sql(sql).param(resident).query().listOfRows().forEach(row -> rows.add(new LinkedHashMap<>(row)));
        return new Kept(table, rows);
    }
}
