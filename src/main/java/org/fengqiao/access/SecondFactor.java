package org.fengqiao.access;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.fengqiao.audit.AuditTrail;
import org.fengqiao.audit.Deed;
import org.fengqiao.database.Secrets;
import org.fengqiao.shared.RefusedException;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * A person's second factor: an app on the phone that shows six digits, and ten codes on paper for the day the phone is lost. An attempt is
 * counted before the code is looked at; every code is good once.
 */
@Component
public class SecondFactor {

    static final int ATTEMPTS = 5;
    static final int LOCKED_MINUTES = 15;
    static final int RECOVERY_CODES = 10;

    static final Deed SET_UP = Deed.named("second-factor.set-up");
    static final Deed REMOVED = Deed.named("second-factor.removed");
    static final Deed REFUSED = Deed.named("second-factor.refused");
    static final Deed CODES_RENEWED = Deed.named("recovery-codes.renewed");
    static final Deed CODE_USED = Deed.named("recovery-codes.used");

    private static final int NONCE_LENGTH = 16;
    private static final int SECRET_BYTES = 20;
    private static final String READABLE = "abcdefghjkmnpqrstuvwxyz23456789";
    private static final SecureRandom RANDOM = new SecureRandom();

    private final JdbcClient jdbc;
    private final Secrets secrets;
    private final Clock clock;
    private final Accounts accounts;
    private final Accountable accountable;
    private final AuditTrail trail;

    SecondFactor(
            JdbcClient jdbc,
            Secrets secrets,
            Clock clock,
            Accounts accounts,
            Accountable accountable,
            AuditTrail trail) {
        this.jdbc = jdbc;
        this.secrets = secrets;
        this.clock = clock;
        this.accounts = accounts;
        this.accountable = accountable;
        this.trail = trail;
    }

    /**
     * What a person puts into the app before the factor counts.
     *
     * @param nonce comes back with the first code
     * @param secret to be typed where no camera is at hand
     * @param link what the QR code holds
     */
    public record Pending(String nonce, String secret, String link) {}

    /**
     * How a person's factor stands.
     *
     * @param since when it was set up
     * @param codesLeft recovery codes not used yet
     */
    public record State(Instant since, int codesLeft) {}

    /** A fresh secret to put into the app. Nothing is kept until its first code comes back. */
    public Pending begin(SignedIn me) {
        byte[] nonce = new byte[NONCE_LENGTH];
        RANDOM.nextBytes(nonce);
        return pending(me, nonce);
    }

    /**
     * The same secret once more, after a code that was mistyped: it is in the app already. A fresh one where the nonce is malformed or
     * that of the factor in use, which is never shown again.
     */
    @Transactional(readOnly = true)
    public Pending again(SignedIn me, @Nullable String nonce) {
        byte[] known = parsed(nonce);
        boolean inUse = jdbc.sql("select exists (select from access.second_factor where officer_id = ? and nonce = ?)")
                .params(me.officer(), known)
                .query(Boolean.class)
                .single();
        return known.length != NONCE_LENGTH || inUse ? begin(me) : pending(me, known);
    }

    private Pending pending(SignedIn me, byte[] nonce) {
        String secret = Totp.base32(secret(me.officer(), nonce));
        String name = URLEncoder.encode("Fengqiao:" + me.login(), StandardCharsets.UTF_8);
        return new Pending(
                HexFormat.of().formatHex(nonce),
                secret,
                "otpauth://totp/%s?secret=%s&issuer=Fengqiao".formatted(name, secret));
    }

    /** How this person's factor stands; empty for none. */
    @Transactional(readOnly = true)
    public Optional<State> state(SignedIn me) {
        return jdbc.sql("""
                        select since, (select count(*) from access.recovery_code r where r.officer_id = f.officer_id and r.used_at is null)
                        from access.second_factor f where officer_id = ?""")
                .param(me.officer())
                .query((row, n) -> new State(row.getTimestamp(1).toInstant(), row.getInt(2)))
                .optional();
    }

    /**
     * Sets the factor up, in place of a former one.
     *
     * @return ten recovery codes, shown once
     * @throws RefusedException when the code is not that of the app
     */
    @Transactional
    public List<String> setUp(SignedIn me, @Nullable String nonce, @Nullable String code) {
        byte[] known = parsed(nonce);
        OptionalLong step = known.length == NONCE_LENGTH
                ? Totp.stepOf(secret(me.officer(), known), digits(code), Totp.step(clock.instant()))
                : OptionalLong.empty();
        if (step.isEmpty()) {
            throw RefusedException.badInput("refused.second-factor.code").at("code");
        }
        jdbc.sql("""
                        insert into access.second_factor (officer_id, nonce, used_step) values (?, ?, ?)
                        on conflict (officer_id) do update set nonce = excluded.nonce, used_step = excluded.used_step, failures = 0,
                            locked_until = null, since = now()""").params(me.officer(), known, step.getAsLong()).update();
        trail.keep(SET_UP, "officer/" + me.officer(), "", Map.of());
        accounts.changed(me.officer());
        return freshCodes(me);
    }

    private static byte[] parsed(@Nullable String nonce) {
        try {
            return HexFormat.of().parseHex(nonce == null ? "" : nonce);
        } catch (IllegalArgumentException malformed) {
            return new byte[0];
        }
    }

    /** Whether this is a code of the person's app, or of the paper, that was never used. A wrong one counts against the lock. */
    @Transactional
    public boolean check(SignedIn me, @Nullable String code) {
        record Attempt(byte[] nonce) {}
        Optional<Attempt> attempt = jdbc.sql("""
                        update access.second_factor
                        set failures = case when locked_until is not null then 1 else failures + 1 end,
                            locked_until = case when (case when locked_until is not null then 1 else failures + 1 end) >= :attempts
                                                then now() + make_interval(mins => :minutes) end
                        where officer_id = :officer and (locked_until is null or locked_until <= now())
                        returning nonce""")
                .param("attempts", ATTEMPTS)
                .param("minutes", LOCKED_MINUTES)
                .param("officer", me.officer())
                .query((row, n) -> new Attempt(row.getBytes(1)))
                .optional();
        boolean right =
                attempt.isPresent() && (isOfApp(me, attempt.get().nonce(), digits(code)) || isOfPaper(me, code));
        if (right) {
            jdbc.sql("update access.second_factor set failures = 0, locked_until = null where officer_id = ?")
                    .param(me.officer())
                    .update();
        } else {
            trail.keep(REFUSED, "officer/" + me.officer(), "", Map.of());
        }
        return right;
    }

    private boolean isOfApp(SignedIn me, byte[] nonce, String code) {
        OptionalLong step = Totp.stepOf(secret(me.officer(), nonce), code, Totp.step(clock.instant()));
        return step.isPresent()
                && jdbc.sql(
                                        "update access.second_factor set used_step = :step where officer_id = :officer and used_step < :step")
                                .param("step", step.getAsLong())
                                .param("officer", me.officer())
                                .update()
                        == 1;
    }

    private boolean isOfPaper(SignedIn me, @Nullable String code) {
        boolean used = jdbc.sql(
                                "update access.recovery_code set used_at = now() where officer_id = ? and hash = ? and used_at is null")
                        .params(me.officer(), hash(me.officer(), code))
                        .update()
                == 1;
        if (used) {
            trail.keep(CODE_USED, "officer/" + me.officer(), "", Map.of());
        }
        return used;
    }

    /** Ten fresh recovery codes in place of the former ones, shown once. */
    @Transactional
    public List<String> renewCodes(SignedIn me) {
        if (state(me).isEmpty()) {
            throw RefusedException.because(RefusedException.Reason.CONFLICT, "refused.second-factor.none");
        }
        trail.keep(CODES_RENEWED, "officer/" + me.officer(), "", Map.of());
        return freshCodes(me);
    }

    /** Takes one's own factor away. */
    @Transactional
    public void remove(SignedIn me) {
        forget(me.officer());
    }

    /**
     * Takes away the app and the passkeys of somebody who lost phone and paper; it is set up anew at the next sign-in where the role needs one.
     *
     * @throws RefusedException when there is no such officer in this person's reach
     */
    @Transactional
    public void removeOf(SignedIn me, int officer) {
        accountable.judge(me, officer);
        jdbc.sql("delete from access.passkey where officer_id = ?")
                .param(officer)
                .update();
        forget(officer);
    }

    private void forget(int officer) {
        jdbc.sql("delete from access.recovery_code where officer_id = ?")
                .param(officer)
                .update();
        jdbc.sql("delete from access.second_factor where officer_id = ?")
                .param(officer)
                .update();
        trail.keep(REMOVED, "officer/" + officer, "", Map.of());
        accounts.changed(officer);
    }

    private List<String> freshCodes(SignedIn me) {
        jdbc.sql("delete from access.recovery_code where officer_id = ?")
                .param(me.officer())
                .update();
        List<String> codes = new ArrayList<>();
        for (int i = 0; i < RECOVERY_CODES; i++) {
            StringBuilder code = new StringBuilder();
            for (int k = 0; k < 12; k++) {
                code.append(k > 0 && k % 4 == 0 ? "-" : "").append(READABLE.charAt(RANDOM.nextInt(READABLE.length())));
            }
            codes.add(code.toString());
            jdbc.sql("insert into access.recovery_code (officer_id, hash) values (?, ?)")
                    .params(me.officer(), hash(me.officer(), code.toString()))
                    .update();
        }
        return codes;
    }

    private byte[] secret(int officer, byte[] nonce) {
        byte[] derived =
                secrets.derived("totp/" + officer + "/" + HexFormat.of().formatHex(nonce));
        return Arrays.copyOf(derived, SECRET_BYTES);
    }

    private byte[] hash(int officer, @Nullable String code) {
        String plain = code == null ? "" : code.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secrets.derived("recovery-code"), "HmacSHA256"));
            return mac.doFinal((officer + "/" + plain).getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String digits(@Nullable String code) {
        return code == null ? "" : code.replaceAll("\\s", "");
    }
}
