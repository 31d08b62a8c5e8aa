package org.fengqiao.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.fengqiao.town.InTheHouse;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** I1: what the catalogue must say for the walls to hold, whatever the program does. */
@InTheHouse
class I1_WallsLintTest {

    @Autowired
    PostgresServer server;

    /** Functions that run as the owner, each with the reason it must. */
    private static final List<String> RUN_AS_OWNER = List.of(
            "matter.make_search_block(bigint)" /* only the owner may make tables */,
            "matter.empty_lines(bigint,integer[],bytea[],boolean)" /* the app may not change lines, only have them emptied */,
            "matter.out_of_sight()" /* who is named in a matter may not see that there is a name */,
            "notice.posts_out_of_sight()" /* nor the posts of that matter */,
            "audit.last_of(integer)" /* the next line seals the last one, which may be out of sight */);

    private static final String LINT = """
            with ours as (
                select c.oid, c.relname, c.relkind, c.relrowsecurity, c.relforcerowsecurity, c.relowner, c.reloptions, c.relispartition,
                       n.nspname || '.' || c.relname as name,
                       exists (select from pg_attribute a where a.attrelid = c.oid and a.attname in ('unit_id', 'officer_id') and a.attnum > 0) as owned
                from pg_class c join pg_namespace n on n.oid = c.relnamespace
                where n.nspname in (%1$s) and c.relname <> 'flyway_schema_history'),
            walled as (select * from ours where relkind in ('r', 'p') and name not in (%2$s)),
            app as (select * from pg_roles where rolname = '%4$s')
            select name || ': row-level security is not enabled' as finding from walled where not relrowsecurity
            union all select name || ': row-level security is not forced' from walled where not relforcerowsecurity
            union all select name || ': no policy lets ' || verb || ' through a wall although the app may ' || verb from walled w,
                (values ('SELECT', 'r', true), ('INSERT', 'a', false), ('UPDATE', 'w', true), ('DELETE', 'd', true)) as v (verb, letter, reads)
                where (has_table_privilege('%4$s', w.oid, verb)
                       or (verb <> 'DELETE' and has_any_column_privilege('%4$s', w.oid, verb)))
                  and not exists (select from pg_policy p where p.polrelid = w.oid and p.polpermissive and p.polroles <> array[w.relowner] and p.polcmd::text in (v.letter, '*')
                                  and case when v.reads then p.polqual is not null else p.polwithcheck is not null end)
            union all select w.name || ': policy ' || p.polname || ' for all commands lacks WITH CHECK' from walled w join pg_policy p on p.polrelid = w.oid
                where p.polcmd = '*' and (p.polqual is null or p.polwithcheck is null)
            union all select w.name || ': policy ' || p.polname || ' lets everybody through' from walled w join pg_policy p on p.polrelid = w.oid
                where (pg_get_expr(p.polqual, p.polrelid) = 'true' or pg_get_expr(p.polwithcheck, p.polrelid) = 'true')
                  and not (w.name = 'org.unit' and p.polcmd = 'r') and p.polroles <> array[w.relowner]
            union all select w.name || ': policy ' || p.polname || ' reads no sight' from walled w join pg_policy p on p.polrelid = w.oid
                where coalesce(pg_get_expr(p.polqual, p.polrelid), '') || coalesce(pg_get_expr(p.polwithcheck, p.polrelid), '') !~ '_in_sight\\(|out_of_sight\\(|seen_by_reader\\(|matter\\.matter'
                  and not (w.name = 'org.unit' and p.polcmd = 'r') and p.polroles <> array[w.relowner]
            union all select w.name || ': shows a matter to whom it complains about' from walled w
                where (w.name = 'matter.matter' or exists (select from pg_attribute a where a.attrelid = w.oid and a.attname in ('matter_id', 'post_id') and a.attnum > 0))
                  and w.name <> 'matter.named'
                  and not exists (select from pg_policy p where p.polrelid = w.oid and not p.polpermissive and p.polcmd = '*' and p.polroles = (select array[oid] from app)
                                  and pg_get_expr(p.polqual, p.polrelid) ~ 'out_of_sight\\(' and pg_get_expr(p.polwithcheck, p.polrelid) ~ 'out_of_sight\\(')
            union all select w.name || ': policy ' || p.polname || ' reads a setting itself and not through NULLIF' from walled w join pg_policy p on p.polrelid = w.oid
                where regexp_count(coalesce(pg_get_expr(p.polqual, p.polrelid), '') || coalesce(pg_get_expr(p.polwithcheck, p.polrelid), ''), 'current_setting\\(')
                   <> regexp_count(coalesce(pg_get_expr(p.polqual, p.polrelid), '') || coalesce(pg_get_expr(p.polwithcheck, p.polrelid), ''),
                                   'NULLIF\\(current_setting\\(''fengqiao\\.[a-z]+''::text, true\\), ''''::text\\)')
            union all select n.nspname || '.' || f.proname || ': reads a setting not through nullif(current_setting(…, true), '''')'
                from pg_proc f join pg_namespace n on n.oid = f.pronamespace
                where n.nspname in (%1$s) and regexp_count(f.prosrc, 'current_setting\\(', 1, 'i')
                      <> regexp_count(f.prosrc, 'nullif\\(current_setting\\(''fengqiao\\.[a-z]+'', true\\), ''''\\)', 1, 'i')
            union all select name || ': a view that looks with its owner''s eyes' from ours
                where relkind = 'v' and not coalesce(reloptions::text[] && array['security_invoker=true', 'security_invoker=on', 'security_invoker=1'], false)
            union all select name || ': a materialized view has no walls' from ours where relkind = 'm'
            union all select f.oid::regprocedure || ': runs as its owner and is not on the list' from pg_proc f join pg_namespace n on n.oid = f.pronamespace
                where n.nspname in (%1$s) and f.prosecdef and f.oid::regprocedure::text not in (%3$s)
            union all select f.oid::regprocedure || ': runs as its owner without a fixed search_path' from pg_proc f join pg_namespace n on n.oid = f.pronamespace
                where n.nspname in (%1$s) and f.prosecdef and not coalesce(f.proconfig::text ~ 'search_path=pg_catalog', false)
            union all select f.oid::regprocedure || ': runs as its owner and everybody may call it' from pg_proc f join pg_namespace n on n.oid = f.pronamespace
                where n.nspname in (%1$s) and f.prosecdef and has_function_privilege('public', f.oid, 'execute')
            union all select name || ': belongs to the app' from ours, app where relowner = app.oid
            union all select 'the app''s role is too strong' from app where rolsuper or rolbypassrls or rolcreaterole or rolcreatedb or rolreplication
            union all select 'the app''s role is a member of ' || m.roleid::regrole from pg_auth_members m, app where m.member = app.oid
            union all select 'there is no role for the app' where not exists (select from app)
            union all select n.nspname || ': the app may make things in this schema' from pg_namespace n
                where (n.nspname in (%1$s) or n.nspname = 'public') and has_schema_privilege('%4$s', n.oid, 'create')
            """;

    static List<String> lint(JdbcClient owner, Postgres address) {
        return owner.sql(LINT.formatted(
                        Catalogue.rooms(),
                        "'" + String.join("','", Catalogue.OUTSIDE_THE_WALLS) + "'",
                        "'" + String.join("','", RUN_AS_OWNER) + "'",
                        address.walledRole()))
                .query((row, n) -> row.getString(1))
                .list();
    }

    @Test
    void theCatalogueShowsNoGapInTheWalls() {
        assertThat(lint(Catalogue.asOwner(server), server.address())).isEmpty();
    }

    @Test
    void theLintHasLookedAtTheTablesItIsMeantFor() {
        JdbcClient owner = Catalogue.asOwner(server);
        assertThat(Catalogue.walled(owner))
                .extracting(Catalogue.Walled::name)
                .hasSizeGreaterThanOrEqualTo(19)
                .contains("matter.matter", "matter.ledger", "people.resident", "channel.message", "notice.post");
        assertThat(owner.sql("select count(*) from pg_inherits where inhparent = 'matter.search'::regclass")
                        .query(Integer.class)
                        .single())
                .as("partitions of the search table")
                .isPositive();
    }

    @Test
    void aPlantedGapIsFound() {
        Postgres address = server.address();
        var asOwner = new DriverManagerDataSource(address.url(), address.owner(), address.ownerPassword());
        JdbcClient owner = JdbcClient.create(asOwner);
        new TransactionTemplate(new JdbcTransactionManager(asOwner)).executeWithoutResult(status -> {
            for (String gap : List.of(
                    "create table matter.bare (unit_id int)",
                    "create table matter.lazy (unit_id int)",
                    "alter table matter.lazy enable row level security",
                    "alter table matter.lazy force row level security",
                    "create policy walled on matter.lazy using (true) with check (true)",
                    "create table matter.shut (unit_id int)",
                    "alter table matter.shut enable row level security",
                    "alter table matter.shut force row level security",
                    "grant select on matter.shut to " + address.walledRole(),
                    "create table matter.tells (matter_id bigint)",
                    "create view matter.peep as select * from matter.matter",
                    "create materialized view matter.frozen as select * from matter.matter",
                    "create function matter.loud() returns text language sql as 'select current_setting(''fengqiao.units'', true)'",
                    "create function matter.strong() returns int language sql security definer as 'select 1'",
                    "create role fengqiao_planted",
                    "grant fengqiao_planted to " + address.walledRole())) {
                owner.sql(gap).update();
            }
            assertThat(lint(owner, address))
                    .contains(
                            "matter.bare: row-level security is not enabled",
                            "matter.bare: row-level security is not forced",
                            "matter.lazy: policy walled lets everybody through",
                            "matter.lazy: policy walled reads no sight",
                            "matter.shut: no policy lets SELECT through a wall although the app may SELECT",
                            "matter.tells: shows a matter to whom it complains about",
                            "matter.peep: a view that looks with its owner's eyes",
                            "matter.frozen: a materialized view has no walls",
                            "matter.loud: reads a setting not through nullif(current_setting(…, true), '')",
                            "matter.strong(): runs as its owner and is not on the list",
                            "matter.strong(): runs as its owner without a fixed search_path",
                            "matter.strong(): runs as its owner and everybody may call it",
                            "the app's role is a member of fengqiao_planted");
            status.setRollbackOnly();
        });
    }
}
