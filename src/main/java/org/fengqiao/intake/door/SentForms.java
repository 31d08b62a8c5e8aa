package org.fengqiao.intake.door;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.OptionalLong;
import org.fengqiao.shared.RefusedException;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Knows a form that is sent a second time, by the random key that was written into it. */
@Component
class SentForms {

    private static final SecureRandom RANDOM = new SecureRandom();

    private final JdbcClient jdbc;

    SentForms(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    static String newKey() {
        byte[] random = new byte[16];
        RANDOM.nextBytes(random);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(random);
    }

    /**
     * The key of a form with what is in it. Somebody who goes back, writes something else and sends again does not mean the same, though
     * the form is.
     *
     * @param key the random key of the form
     * @param content words, photos and whatever else was filled in
     * @throws RefusedException when the key is none of ours
     */
    static String keyOf(@Nullable String key, List<byte[]> photos, @Nullable Object... content) {
        if (key == null || !key.matches("[A-Za-z0-9_-]{16,30}")) {
            throw stale();
        }
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(Arrays.toString(content).getBytes(StandardCharsets.UTF_8));
            photos.forEach(digest::update);
            return key + "." + HexFormat.of().formatHex(digest.digest(), 0, 16);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("Every Java has SHA-256", impossible);
        }
    }

    /**
     * Claims the key within the transaction of the form's effect. A second one with the same key waits here until the first is done.
     *
     * @return the matter that the form led to before, empty when it is sent for the first time
     * @throws RefusedException when the key was used elsewhere
     */
    @Transactional(propagation = Propagation.MANDATORY)
    OptionalLong claim(String key, int unit, @Nullable Long matter) {
        int claimed = jdbc.sql(
                        "insert into intake.form (key, unit_id, matter_id) values (:key, :unit, :matter) on conflict do nothing")
                .param("key", key)
                .param("unit", unit)
                .param("matter", matter, java.sql.Types.BIGINT)
                .update();
        if (claimed == 1) {
            return OptionalLong.empty();
        }
        return OptionalLong.of(jdbc.sql("select matter_id from intake.form where key = ?")
                .param(key)
                .query((row, n) -> row.getLong(1))
                .optional()
                .orElseThrow(SentForms::stale));
    }

    /** Writes down where a claimed form led to, and forgets forms of the same unit that are older than a week. */
    @Transactional(propagation = Propagation.MANDATORY)
    void ledTo(String key, int unit, long matter) {
        jdbc.sql("update intake.form set matter_id = ? where key = ?")
                .params(matter, key)
                .update();
        jdbc.sql("delete from intake.form where unit_id = ? and at < now() - interval '7 days'")
                .param(unit)
                .update();
    }

    private static RefusedException stale() {
        return RefusedException.badInput("refused.door.form");
    }
}
