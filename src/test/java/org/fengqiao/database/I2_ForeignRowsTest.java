package org.fengqiao.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.fengqiao.town.InTheHouse;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** I2: a station that speaks SQL reaches no row of another station, in any table, by any command. */
@InTheHouse
class I2_ForeignRowsTest {

    private static final String NO_RIGHT = "42501";

    /** Written by the house alone. */
    private static final Set<String> OF_THE_HOUSE = Set.of("matter.search");

    @Autowired
    PostgresServer server;

    @Autowired
    JdbcClient app;

    @Autowired
    TransactionTemplate transaction;

    private TwentyStations town;

    @BeforeEach
    void twentyStationsWithARowInEveryTable() {
        town = TwentyStations.in(server);
        assertThat(town.tables()).hasSizeGreaterThanOrEqualTo(19);
    }

    /** What a statement did for a station, undone at once: a number of rows, or the refusal. */
    private String tried(TwentyStations.Station station, Supplier<Object> statement) {
        return station.sight()
                .see(() -> transaction.execute(status -> {
                    status.setRollbackOnly();
                    try {
                        return String.valueOf(statement.get());
                    } catch (DataAccessException refused) {
                        return refused.getRootCause() instanceof SQLException sql
                                ? sql.getSQLState()
                                : refused.toString();
                    }
                }));
    }

    @Test
    void everyStationSeesItsOwnRowAndNoOtherInEveryTable() {
        List<String> wrong = new ArrayList<>();
        for (TwentyStations.Station station : town.all()) {
            for (Catalogue.Walled table : town.tables()) {
                String seen = tried(
                        station,
                        () -> app.sql(
                                        "select count(*) filter (where %2$s = :own) || ' own, ' || count(*) filter (where %2$s <> :own) || ' foreign' from %1$s"
                                                .formatted(table.name(), table.wall()))
                                .param("own", station.wall(table))
                                .query(String.class)
                                .single());
                if (!seen.equals("1 own, 0 foreign")) {
                    wrong.add(table.name() + ": " + seen);
                }
            }
        }
        assertThat(wrong).isEmpty();
    }

    @Test
    void noStationChangesMovesOrDeletesAForeignRow() {
        List<String> wrong = new ArrayList<>();
        for (TwentyStations.Station station : town.all()) {
            for (Catalogue.Walled table : town.tables()) {
                for (String command : List.of(
                        "update %1$s set %2$s = %2$s where %2$s <> :own",
                        "update %1$s set %2$s = :own where %2$s <> :own", "delete from %1$s where %2$s <> :own")) {
                    String did = tried(
                            station,
                            () -> app.sql(command.formatted(table.name(), table.wall()))
                                    .param("own", station.wall(table))
                                    .update());
                    if (!did.equals("0") && !did.equals(NO_RIGHT)) {
                        wrong.add(command.formatted(table.name(), table.wall()) + ": " + did);
                    }
                }
            }
        }
        assertThat(wrong).isEmpty();
    }

    @Test
    void noStationGivesItsOwnRowAway() {
        TwentyStations.Station mine = town.all().get(0);
        TwentyStations.Station other = town.all().get(1);
        for (Catalogue.Walled table : town.tables()) {
            if (table.name().equals("matter.matter")) {
                continue; // it is handed over, by whoever answers for it and keeps sight of it
            }
            String did = tried(
                    mine,
                    () -> app.sql("update %1$s set %2$s = :other where %2$s = :own"
                                    .formatted(table.name(), table.wall()))
                            .param("own", mine.wall(table))
                            .param("other", other.wall(table))
                            .update());
            assertThat(did).as(table.name()).isEqualTo(NO_RIGHT);
        }
    }

    @Test
    void noStationWritesARowInTheNameOfAnother() {
        for (int i = 0; i < town.all().size(); i++) {
            TwentyStations.Station mine = town.all().get(i);
            TwentyStations.Station other = town.all().get((i + 1) % town.all().size());
            for (Catalogue.Walled table : town.tables()) {
                assertThat(insertCopy(mine, table, other, null))
                        .as(table.name())
                        .isEqualTo(NO_RIGHT);
                if (i == 0 && !OF_THE_HOUSE.contains(table.name())) {
                    assertThat(insertCopy(mine, table, mine, null))
                            .as("%s: the wall lets a copy of the own row pass, the key does not", table.name())
                            .isIn("23505", "1", "428C9");
                }
            }
        }
    }

    @Test
    void noStationHangsARowOfItsOwnOnAMatterOfAnother() {
        TwentyStations.Station mine = town.all().get(0);
        TwentyStations.Station other = town.all().get(1);
        List<String> tried = new ArrayList<>();
        for (Catalogue.Walled table : town.tables()) {
            if (Set.of("matter.sight", "matter.ledger", "matter.photo", "matter.search")
                    .contains(table.name())) {
                String change = table.name().equals("matter.ledger") ? "{\"what\": \"Noted\"" : "{\"stars\": 5";
                change += ", \"unit_id\": %1$d, \"given_by_unit\": %1$d, \"officer_id\": %2$d}"
                        .formatted(mine.unit(), mine.officer());
                assertThat(insertCopy(mine, table, other, change))
                        .as(table.name())
                        .isEqualTo(NO_RIGHT);
                tried.add(table.name());
            }
        }
        assertThat(tried).hasSize(4);
    }

    /** Inserts as one station a copy of the row of another, with some columns changed. */
    private String insertCopy(
            TwentyStations.Station by,
            Catalogue.Walled table,
            TwentyStations.Station of,
            @org.jspecify.annotations.Nullable String change) {
        String row = town.owner()
                .sql("select (to_jsonb(t) || coalesce(?::jsonb, '{}'))::text from %s t where %s = ? limit 1"
                        .formatted(table.name(), table.wall()))
                .param(1, change, java.sql.Types.VARCHAR)
                .param(2, of.wall(table))
                .query(String.class)
                .single();
        return tried(
                by,
                () -> app.sql(
                                "insert into %1$s overriding system value select * from jsonb_populate_record(null::%1$s, ?::jsonb)"
                                        .formatted(table.name()))
                        .param(row)
                        .update());
    }

    @Test
    void aStationCannotPromoteItselfToSightOfAForeignMatter() {
        TwentyStations.Station mine = town.all().get(2);
        TwentyStations.Station other = town.all().get(3);
        long foreign = town.owner()
                .sql("select id from matter.matter where unit_id = ?")
                .param(other.unit())
                .query(Long.class)
                .single();
        for (String self : List.of("%d, %d, 0, %d", "%d, 0, %2$d, %3$d")) {
            int who = self.contains("0, %2$d") ? mine.officer() : mine.unit();
            assertThat(tried(
                            mine,
                            () -> app.sql(
                                            "insert into matter.sight (matter_id, unit_id, officer_id, given_by_unit, why) values ("
                                                    + self.formatted(foreign, who, mine.unit()) + ", 'TO_PARTNER')")
                                    .update()))
                    .isEqualTo(NO_RIGHT);
        }
    }

    @Test
    void whoWasGivenSightOfAMatterCannotTakeItAway() {
        TwentyStations.Station answers = town.all().get(4);
        TwentyStations.Station asked = town.all().get(5);
        long matter = town.owner()
                .sql("select id from matter.matter where unit_id = ?")
                .param(answers.unit())
                .query(Long.class)
                .single();
        town.owner()
                .sql(
                        "insert into matter.sight (matter_id, officer_id, given_by_unit, why) values (?, ?, ?, 'TO_PARTNER')")
                .params(matter, asked.officer(), answers.unit())
                .update();
        try {
            assertThat(tried(
                            asked,
                            () -> app.sql("update matter.matter set changed_at = now() where id = ?")
                                    .param(matter)
                                    .update()))
                    .as("may report on it")
                    .isEqualTo("1");
            assertThat(tried(
                            asked,
                            () -> app.sql("update matter.matter set unit_id = ? where id = ?")
                                    .params(asked.unit(), matter)
                                    .update()))
                    .isEqualTo(NO_RIGHT);
            assertThat(tried(
                            asked,
                            () -> app.sql(
                                            "insert into matter.sight (matter_id, unit_id, given_by_unit, why) values (?, ?, ?, 'TO_PARTNER')")
                                    .params(matter, asked.unit(), asked.unit())
                                    .update()))
                    .as("may not hand sight on")
                    .isEqualTo(NO_RIGHT);
        } finally {
            town.owner()
                    .sql("delete from matter.sight where matter_id = ? and officer_id = ?")
                    .params(matter, asked.officer())
                    .update();
        }
    }

    @Test
    void anOfficerCannotMakeAnAdministratorOfAnotherHouseOutOfOneself() {
        TwentyStations.Station mine = town.all().get(6);
        Sight volunteer = Sight.of(mine.officer(), mine.unit(), List.of());
        int changed = volunteer.see(() ->
                transaction.execute(status -> app.sql("update org.officer set role = 'ADMINISTRATOR' where id = ?")
                        .param(mine.officer())
                        .update()));
        assertThat(changed).isZero();
        assertThatThrownBy(() -> mine.sight()
                        .see(() -> transaction.execute(status -> app.sql(
                                        "insert into org.unit (kind, name, code) values ('PROVINCE', '省', 'TOP1')")
                                .update())))
                .hasRootCauseInstanceOf(SQLException.class)
                .hasMessageContaining("unit");
        assertThat(tried(
                        mine,
                        () -> app.sql("update org.unit set name = '占' where id <> ?")
                                .param(mine.unit())
                                .update()))
                .isEqualTo("0");
    }
}
