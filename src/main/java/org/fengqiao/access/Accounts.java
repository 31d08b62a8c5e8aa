package org.fengqiao.access;

import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.fengqiao.database.Sight;
import org.fengqiao.org.Role;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Who is who now. Every request asks here again, so that a changed role, unit or password holds from the next request on; what was
 * read is kept for a second at most and dropped at once when it changes on this node.
 */
@Component
public class Accounts {

    private static final long KEPT_NANOS = Duration.ofSeconds(1).toNanos();

    private record Kept(SignedIn who, long until) {}

    private final JdbcClient jdbc;
    private final TransactionTemplate transaction;
    private final Directory directory;
    private final int passwordDays;
    private final Map<Integer, Kept> kept = new ConcurrentHashMap<>();
    private final AtomicLong changes = new AtomicLong();

    Accounts(JdbcClient jdbc, PlatformTransactionManager transactions, Passwords passwords, Directory directory) {
        this.directory = directory;
        this.jdbc = jdbc;
        this.passwordDays = passwords.policy().days();
        this.transaction = new TransactionTemplate(transactions);
        this.transaction.setReadOnly(true);
    }

    /** The officer as of now; empty when the account was disabled or never was. */
    public Optional<SignedIn> now(int officer) {
        Kept one = kept.get(officer);
        if (one != null && one.until() - System.nanoTime() > 0) {
            return Optional.of(one.who());
        }
        long before = changes.get();
        Optional<SignedIn> read = Sight.ofAccount(officer).see(() -> transaction.execute(status -> read(officer)));
        if (read == null || read.isEmpty()) {
            kept.remove(officer);
            return Optional.empty();
        }
        if (kept.size() > 20_000) {
            kept.clear();
        }
        kept.put(officer, new Kept(read.get(), System.nanoTime() + KEPT_NANOS));
        if (changes.get() != before) {
            kept.remove(officer);
        }
        return read;
    }

    /** Drops what is kept of an officer whose password, role or unit changed: now, and again when the change is there for others. */
    void changed(int officer) {
        drop(() -> kept.remove(officer));
    }

    /** Drops what is kept of everybody: the tree of units changed, and with it what people see. */
    void treeChanged() {
        drop(kept::clear);
    }

    private void drop(Runnable dropping) {
        Runnable drop = () -> {
            changes.incrementAndGet();
            dropping.run();
        };
        drop.run();
        if (TransactionSynchronizationManager.isSynchronizationActive()) {
            TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
                @Override
                public void afterCommit() {
                    drop.run();
                }
            });
        }
    }

    private Optional<SignedIn> read(int officer) {
        return jdbc.sql("""
                        select o.id, c.login, o.name, o.role, o.unit_id, u.name as unit_name, c.epoch, c.must_change,
                               case when :days > 0 then ceil(extract(epoch from c.changed_at + make_interval(days => :days) - now()) / 86400)::int end as password_days,
                               exists (select from access.second_factor f where f.officer_id = o.id)
                                   or exists (select from access.passkey k where k.officer_id = o.id) as second_factor,
                               below.units, below.desks, now.id as emergency, now.unit_name as emergency_unit, now.until as emergency_until, now.desks as emergency_desks,
                               now.units as emergency_units
                        from access.credential c join org.officer o on o.id = c.officer_id join org.unit u on u.id = o.unit_id
                        cross join lateral (select array_agg(b.id order by b.id) as units, array_agg(b.id order by b.id) filter (where b.kind <> 'PARTNER') as desks
                                            from org.unit b where o.unit_id = any (b.ancestors)) as below
                        left join lateral (select e.id, e.until, w.name as unit_name, there.units, there.desks from access.emergency e join org.unit w on w.id = e.wanted_unit
                                           cross join lateral (select array_agg(b.id order by b.id) as units, array_agg(b.id order by b.id) filter (where b.kind <> 'PARTNER') as desks
                                                               from org.unit b where e.wanted_unit = any (b.ancestors) and not o.unit_id = any (b.ancestors)) as there
                                           where e.officer_id = o.id and e.ended_at is null and e.until > now() and o.role in ('CHIEF', 'SUPERVISOR')
                                           order by e.until desc limit 1) as now on true
                        where c.officer_id = :officer and o.disabled_at is null""")
                .param("days", passwordDays)
                .param("officer", officer)
                .query((row, n) -> signedIn(row))
                .optional();
    }

    private SignedIn signedIn(ResultSet row) throws SQLException {
        Role role = Role.valueOf(row.getString("role"));
        boolean elsewhere = directory.answersFor(role);
        Integer days = elsewhere ? null : row.getObject("password_days", Integer.class);
        boolean seesUnits = role.worksAtDesk() || role.keepsTheHouse();
        return new SignedIn(
                row.getInt("id"),
                row.getString("login"),
                row.getString("name"),
                role,
                row.getInt("unit_id"),
                row.getString("unit_name"),
                seesUnits ? seen(row) : List.of(),
                seesUnits ? ids(row, "desks") : List.of(),
                row.getInt("epoch"),
                !elsewhere && (row.getBoolean("must_change") || (days != null && days <= 0)),
                days,
                row.getBoolean("second_factor"),
                emergency(row),
                Set.of());
    }

    private static List<Integer> seen(ResultSet row) throws SQLException {
        return Stream.concat(ids(row, "units").stream(), ids(row, "emergency_units").stream())
                .toList();
    }

    private static SignedIn.@Nullable Emergency emergency(ResultSet row) throws SQLException {
        Timestamp until = row.getTimestamp("emergency_until");
        return until == null
                ? null
                : new SignedIn.Emergency(
                        row.getInt("emergency"),
                        row.getString("emergency_unit"),
                        ids(row, "emergency_desks"),
                        until.toInstant());
    }

    private static List<Integer> ids(ResultSet row, String column) throws SQLException {
        Array ids = row.getArray(column);
        return ids == null ? List.of() : List.of((Integer[]) ids.getArray());
    }
}
