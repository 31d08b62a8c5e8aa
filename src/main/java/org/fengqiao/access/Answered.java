package org.fengqiao.access;

import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import org.fengqiao.shared.RefusedException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/**
 * Answers already given, each under the key its request carried. The key is taken in the transaction of the effect itself, before the
 * effect: whoever comes second with the same key waits for the first to commit and gets the first one's answer.
 */
@Component
public class Answered {

    /** How long an answer is kept for whoever asks again. */
    public static final Duration KEPT = Duration.ofHours(48);

    private static final TypeReference<Map<String, String>> HEADERS = new TypeReference<>() {};

    private final JdbcClient jdbc;
    private final JsonMapper json;

    Answered(JdbcClient jdbc, JsonMapper json) {
        this.jdbc = jdbc;
        this.json = json;
    }

    /** An answer as it went out. */
    public record Answer(int status, Map<String, String> headers, String body) {}

    private record Kept(byte[] request, Answer answer) {}

    /**
     * Takes a key, waiting for a request of the same key that is still at work.
     *
     * @param request digest of what is asked for
     * @return the answer already given under this key; empty when the key is taken now and the effect may begin
     * @throws RefusedException CONFLICT when the key was used for something else
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public Optional<Answer> take(int officer, String key, byte[] request) {
        int taken = jdbc.sql(
                        "insert into access.answered (officer_id, key, request) values (?, ?, ?) on conflict do nothing")
                .params(officer, key, request)
                .update();
        if (taken == 1) {
            return Optional.empty();
        }
        Kept kept = jdbc.sql(
                        "select request, status, headers, body from access.answered where officer_id = ? and key = ?")
                .params(officer, key)
                .query((row, n) -> new Kept(
                        row.getBytes(1),
                        new Answer(row.getInt(2), json.readValue(row.getString(3), HEADERS), row.getString(4))))
                .single();
        if (!Arrays.equals(kept.request(), request)) {
            throw RefusedException.because(RefusedException.Reason.CONFLICT, "refused.key.other")
                    .at("Idempotency-Key");
        }
        return Optional.of(kept.answer());
    }

    /** Keeps the answer for whoever asks again with the same key. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void keep(int officer, String key, Answer answer) {
        jdbc.sql("update access.answered set status = ?, headers = ?::jsonb, body = ? where officer_id = ? and key = ?")
                .params(answer.status(), json.writeValueAsString(answer.headers()), answer.body(), officer, key)
                .update();
    }

    /**
     * Forgets answers nobody will ask for any more.
     *
     * @return how many, at most {@code most}
     */
    @Transactional
    public int forgetOld(int most) {
        return jdbc.sql("""
                        delete from access.answered where ctid = any (array(
                            select ctid from access.answered where at < now() - make_interval(hours => ?) limit ?))""").params((int) KEPT.toHours(), most).update();
    }
}
