package org.fengqiao.matter;

import java.util.List;
import org.fengqiao.people.ShowsOnResidentPage;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Shows on a resident's page what the resident asked for. */
@Component
class MattersOfResident implements ShowsOnResidentPage {

    private final JdbcClient jdbc;

    MattersOfResident(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public String titleKey() {
        return "resident.matters";
    }

    @Override
    @Transactional(readOnly = true)
    public List<Line> linesAbout(long resident) {
        return jdbc.sql("""
                        select id, number, left(words, 120) as summary, stage from matter.matter
                        where resident_id = ? order by id desc limit 50""")
                .param(resident)
                .query((row, n) -> new Line(
                        row.getString("number"),
                        row.getString("summary"),
                        "stage." + row.getString("stage"),
                        "/matters/" + row.getLong("id")))
                .list();
    }
}
