package org.fengqiao.access;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.sql.Array;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.fengqiao.audit.AuditTrail;
import org.fengqiao.audit.Deed;
import org.fengqiao.org.Role;
import org.fengqiao.shared.RefusedException;
import org.fengqiao.shared.Words;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionTemplate;

/** Keys that let a program act for an officer, within scopes. Only their SHA-256 is kept. */
@Component
public class Tokens {

    /** What a token of somebody who works with matters may be allowed to do. */
    public static final List<String> SCOPES = List.of("matters:read", "matters:write", "groups:read", "people:reveal");

    private static final List<String> SCOPES_OF_AUDITOR = List.of("audit:read");

    static final Deed ISSUED = Deed.named("token.issued");
    static final Deed REVOKED = Deed.named("token.revoked");

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final long KEPT_NANOS = Duration.ofSeconds(1).toNanos();

    private record Kept(int officer, Set<String> scopes, long until) {}

    private final JdbcClient jdbc;
    private final Accounts accounts;
    private final AuditTrail trail;
    private final TransactionTemplate transaction;
    private final Map<String, Kept> kept = new ConcurrentHashMap<>();

    Tokens(JdbcClient jdbc, Accounts accounts, TransactionTemplate transaction, AuditTrail trail) {
        this.trail = trail;
        this.transaction = transaction;
        this.jdbc = jdbc;
        this.accounts = accounts;
    }

    /** What a token of this role may be allowed to do; none of who keeps the house but the auditor's to read the trail. */
    public static List<String> scopes(Role role) {
        if (role == Role.AUDITOR) {
            return SCOPES_OF_AUDITOR;
        }
        return role.keepsTheHouse() ? List.of() : SCOPES;
    }

    /**
     * A token as its owner sees it.
     *
     * @param usedAt when it was last used, to the minute
     */
    public record Row(
            int id,
            String name,
            List<String> scopes,
            Instant createdAt,
            Instant expiresAt,
            @Nullable Instant usedAt) {}

    /**
     * Issues a token.
     *
     * @param days how long it is good, 1 to 365
     * @return the token, shown once
     * @throws RefusedException when the name is missing, a scope unknown or none given, or the time out of range
     */
    @Transactional
    public String issue(SignedIn me, @Nullable String name, List<String> scopes, int days) {
        if (scopes.isEmpty() || !scopes(me.role()).containsAll(scopes)) {
            throw RefusedException.badInput("refused.token.scopes").at("scopes");
        }
        if (days < 1 || days > 365) {
            throw RefusedException.badInput("refused.token.days").at("days");
        }
        byte[] random = new byte[32];
        RANDOM.nextBytes(random);
        String token = "fq_" + Base64.getUrlEncoder().withoutPadding().encodeToString(random);
        int id = jdbc.sql("""
                        insert into access.token (officer_id, name, hash, scopes, expires_at)
                        values (?, ?, ?, ?, now() + make_interval(days => ?)) returning id""")
                .params(me.officer(), Words.line(name, 80), sha256(token), scopes.toArray(String[]::new), days)
                .query(Integer.class)
                .single();
        trail.keep(
                ISSUED, "token/" + id, "", Map.of("scopes", String.join(" ", scopes), "days", Integer.toString(days)));
        return token;
    }

    /** The officer's tokens that still work, newest first. */
    @Transactional(readOnly = true)
    public List<Row> of(SignedIn me) {
        return jdbc.sql("""
                        select id, name, scopes, created_at, expires_at, used_at from access.token
                        where officer_id = ? and revoked_at is null and expires_at > now() order by id desc""")
                .param(me.officer())
                .query((row, n) -> new Row(
                        row.getInt(1),
                        row.getString(2),
                        strings(row.getArray(3)),
                        row.getTimestamp(4).toInstant(),
                        row.getTimestamp(5).toInstant(),
                        row.getTimestamp(6) == null ? null : row.getTimestamp(6).toInstant()))
                .list();
    }

    /** Revokes one of the officer's own tokens; it is refused from the next request on. */
    @Transactional
    public void revoke(SignedIn me, int id) {
        int revoked = jdbc.sql(
                        "update access.token set revoked_at = now() where id = ? and officer_id = ? and revoked_at is null")
                .params(id, me.officer())
                .update();
        if (revoked == 0) {
            throw RefusedException.because(RefusedException.Reason.NOT_FOUND, "refused.token.absent");
        }
        trail.keep(REVOKED, "token/" + id, "", Map.of());
        kept.clear();
    }

    /** Revokes every token of an officer and says how many; the deed this is part of writes it down. */
    int revokeAllOf(int officer) {
        int revoked = jdbc.sql("update access.token set revoked_at = now() where officer_id = ? and revoked_at is null")
                .param(officer)
                .update();
        kept.clear();
        return revoked;
    }

    /** The officer a token stands for, with the token's scopes; empty when it is unknown, expired or revoked. */
    public Optional<SignedIn> bearer(String token) {
        Kept one = kept.get(token);
        if (one == null || one.until() - System.nanoTime() <= 0) {
            Optional<Kept> read = transaction.execute(status -> read(token));
            if (read == null || read.isEmpty()) {
                kept.remove(token);
                return Optional.empty();
            }
            one = read.get();
            if (kept.size() > 10_000) {
                kept.clear();
            }
            kept.put(token, one);
        }
        Set<String> scopes = one.scopes();
        return accounts.now(one.officer()).map(who -> who.within(scopes));
    }

    private Optional<Kept> read(String token) {
        record Found(Kept kept, int id, boolean staleUse) {}
        Optional<Found> found = jdbc.sql("""
                        select officer_id, scopes, id, used_at is null or used_at < now() - interval '1 minute' from access.token
                        where hash = ? and revoked_at is null and expires_at > now()""")
                .param(sha256(token))
                .query((row, n) -> new Found(
                        new Kept(row.getInt(1), Set.copyOf(strings(row.getArray(2))), System.nanoTime() + KEPT_NANOS),
                        row.getInt(3),
                        row.getBoolean(4)))
                .optional();
        found.filter(Found::staleUse)
                .ifPresent(used -> jdbc.sql("""
                        update access.token set used_at = date_trunc('minute', now())
                        where id = (select id from access.token where id = ? for update skip locked)""").param(used.id()).update());
        return found.map(Found::kept);
    }

    private static List<String> strings(Array array) throws java.sql.SQLException {
        return List.of((String[]) array.getArray());
    }

    private static byte[] sha256(String token) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
