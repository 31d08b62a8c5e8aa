package org.fengqiao.database;

import java.util.List;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** The tables of the house as PostgreSQL knows them, read as their owner. */
final class Catalogue {

    /** Tables that hold no station's rows. */
    static final List<String> OUTSIDE_THE_WALLS = List.of(
            "follow.cursor",
            "follow.parked",
            "vault.key",
            "people.retention",
            "access.credential",
            "access.token",
            "access.spring_session",
            "access.spring_session_attributes");

    private Catalogue() {}

    /**
     * A table behind a wall.
     *
     * @param wall the column that says whose a row is: {@code unit_id}, of a sight who gave it, else {@code officer_id}
     */
    record Walled(String name, String wall) {}

    static JdbcClient asOwner(PostgresServer server) {
        return JdbcClient.create(ownersSource(server));
    }

    static DataSource ownersSource(PostgresServer server) {
        Postgres address = server.address();
        return new DriverManagerDataSource(address.url(), address.owner(), address.ownerPassword());
    }

    static String rooms() {
        return "'" + String.join("','", Migrations.ROOMS) + "'";
    }

    /** Every table that holds rows of a unit or of a person, partitions left out, in the order they were made. */
    static List<Walled> walled(JdbcClient owner) {
        return owner
                .sql("""
                        select n.nspname || '.' || quote_ident(c.relname) as name,
                               case when bool_or(a.attname = 'given_by_unit') then 'given_by_unit' when bool_or(a.attname = 'unit_id') then 'unit_id' else 'officer_id' end as wall
                        from pg_class c join pg_namespace n on n.oid = c.relnamespace join pg_attribute a on a.attrelid = c.oid
                        where n.nspname in (%s) and c.relkind in ('r', 'p') and not c.relispartition and a.attname in ('unit_id', 'officer_id', 'given_by_unit')
                        group by n.nspname, c.relname, c.oid order by array_position(array[%s], n.nspname::text), c.oid""".formatted(rooms(), rooms()))
                .query((row, n) -> new Walled(row.getString("name"), row.getString("wall")))
                .list()
                .stream()
                .filter(table -> !OUTSIDE_THE_WALLS.contains(table.name()))
                .toList();
    }
}
