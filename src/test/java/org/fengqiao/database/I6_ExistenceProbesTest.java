package org.fengqiao.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.fengqiao.town.InTheHouse;
import org.fengqiao.town.Soak;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * I6: unique keys and foreign keys are judged past the walls. A station that speaks SQL and tries whether something of another station is
 * there, by a key that may be taken or an id that may lead somewhere, gets the answer that it gets for what is not there.
 */
@InTheHouse
class I6_ExistenceProbesTest {

    private static final int PROBES = Soak.times(300, 5_000);
    private static final int STATIONS = Soak.times(3, 20);
    private static final Set<String> WALLS = Set.of("unit_id", "officer_id", "given_by_unit");

    /**
     * What PostgreSQL itself tells apart past the walls. Nobody chooses these values at a page or through a program: the house makes codes
     * and ids itself, units are known to all, and messages are kept under the sight of the house alone. Whoever can insert such rows
     * speaks SQL as the house, and could take any sight.
     */
    private static final Set<String> TOLD = Set.of(
            "access.emergency [by_unit]",
            "access.emergency [decided_by]",
            "access.emergency [wanted_unit]",
            "access.passkey [credential]",
            "channel.message [bridge_id, external_id]",
            "channel.quarantine [bridge_id, hash]",
            "groups.chat_group [door]",
            "matter.search [matter_id]",
            "notice.callout [webhook_id]",
            "notice.receipt [post_id]",
            "org.grid [door]");

    @Autowired
    PostgresServer server;

    @Autowired
    JdbcClient app;

    @Autowired
    TransactionTemplate transaction;

    private TwentyStations town;
    private final Map<String, Boolean> withId = new HashMap<>();
    private final Map<String, String> types = new HashMap<>();
    private final Map<String, String> rows = new HashMap<>();

    @BeforeEach
    void twentyStationsWithARowInEveryTable() {
        town = TwentyStations.in(server);
    }

    /**
     * Columns of a table that lead to another one, or together must be unique.
     *
     * @param leads true for a foreign key
     */
    private record Key(Catalogue.Walled table, List<String> columns, boolean leads) {}

    private List<Key> keys() {
        List<Key> keys = new ArrayList<>();
        for (Catalogue.Walled table : town.tables()) {
            for (boolean leads : List.of(true, false)) {
                town.owner().sql(leads ? """
                                select array_to_string(array(select a.attname from unnest(k.conkey) c join pg_attribute a on a.attrelid = k.conrelid and a.attnum = c), ',')
                                from pg_constraint k where k.conrelid = ?::regclass and k.contype = 'f'""" : """
                                select array_to_string(array(select a.attname from unnest(i.indkey) c join pg_attribute a on a.attrelid = i.indrelid and a.attnum = c), ',')
                                from pg_index i where i.indrelid = ?::regclass and i.indisunique and not i.indisprimary""").param(table.name()).query(String.class).list().stream()
                        .map(columns -> List.of(columns.split(",")).stream()
                                .filter(column -> !column.isEmpty() && !WALLS.contains(column))
                                .toList())
                        .filter(columns -> !columns.isEmpty())
                        .forEach(columns -> keys.add(new Key(table, columns, leads)));
            }
        }
        return keys;
    }

    @Test
    void whatIsElsewhereAnswersLikeWhatIsNowhere() {
        Random chance = Soak.chance("I6");
        List<Key> keys = keys();
        Set<String> told = new TreeSet<>();
        Set<String> answers = new TreeSet<>();
        for (int i = 0; i < PROBES; i++) {
            Key key = keys.get(i % keys.size());
            TwentyStations.Station mine = town.all().get(chance.nextInt(STATIONS));
            TwentyStations.Station other =
                    town.all().get((town.all().indexOf(mine) + 1 + chance.nextInt(STATIONS - 1)) % STATIONS);
            String elsewhere = probe(mine, key, row(key.table(), other));
            String nowhere = probe(mine, key, null);
            answers.add(elsewhere);
            if (!elsewhere.equals(nowhere)) {
                told.add("%s %s".formatted(key.table().name(), key.columns()));
            }
        }
        System.out.printf("I6: %d probes of %d keys, answers %s%n", PROBES, keys.size(), answers);
        assertThat(told).as("told apart").isSubsetOf(TOLD);
        assertThat(keys).hasSizeGreaterThan(15);
    }

    private String row(Catalogue.Walled table, TwentyStations.Station whose) {
        return rows.computeIfAbsent(
                table.name() + whose,
                any -> town.owner()
                        .sql("select to_jsonb(t)::text from %s t where %s = ? limit 1"
                                .formatted(table.name(), table.wall()))
                        .param(whose.wall(table))
                        .query(String.class)
                        .single());
    }

    /** Inserts a copy of the own row with these columns of another one, or of none at all; undone at once. */
    private String probe(TwentyStations.Station mine, Key key, @org.jspecify.annotations.Nullable String other) {
        List<String> pairs = new ArrayList<>();
        for (String column : key.columns()) {
            pairs.add("'%s', %s"
                    .formatted(column, other == null ? nowhere(key.table(), column) : "?::jsonb -> '" + column + "'"));
        }
        String fresh = hasId(key.table()) ? ", 'id', 1900000000 + (random() * 100000000)::int" : "";
        String sql =
                "insert into %1$s overriding system value select * from jsonb_populate_record(null::%1$s, ?::jsonb || jsonb_build_object(%2$s%3$s))"
                        .formatted(key.table().name(), String.join(", ", pairs), fresh);
        List<Object> values = new ArrayList<>();
        values.add(row(key.table(), mine));
        if (other != null) {
            key.columns().forEach(column -> values.add(other));
        }
        return mine.sight()
                .see(() -> transaction.execute(status -> {
                    status.setRollbackOnly();
                    try {
                        return app.sql(sql).params(values).update() + " row";
                    } catch (DataAccessException refused) {
                        return refused.getRootCause() instanceof SQLException said
                                ? said.getSQLState()
                                : refused.toString();
                    }
                }));
    }

    private boolean hasId(Catalogue.Walled table) {
        return withId.computeIfAbsent(
                table.name(),
                any -> town.owner()
                        .sql("select exists (select from pg_attribute where attrelid = ?::regclass and attname = 'id')")
                        .param(table.name())
                        .query(Boolean.class)
                        .single());
    }

    /** A value that is nobody's. */
    private String nowhere(Catalogue.Walled table, String column) {
        String type = types.computeIfAbsent(
                table.name() + "." + column,
                any -> town.owner()
                        .sql(
                                "select t.typcategory from pg_attribute a join pg_type t on t.oid = a.atttypid where a.attrelid = ?::regclass and a.attname = ?")
                        .params(table.name(), column)
                        .query(String.class)
                        .single());
        return switch (type) {
            case "N" -> "2000000000";
            case "U" -> "to_jsonb(substr(sha256('%s'), 1, 16))".formatted(UUID.randomUUID());
            default -> "'" + UUID.randomUUID().toString().replace("-", "") + "'";
        };
    }
}
