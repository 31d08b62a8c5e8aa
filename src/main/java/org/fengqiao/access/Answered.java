package org.fengqiao.access;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.fengqiao.shared.RefusedException;
import org.jspecify.annotations.Nullable;
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

    /** The header that carries the key. */
    public static final String KEY = "Idempotency-Key";

    /** The header of an answer that was given before. */
    public static final String REPLAYED = "Idempotency-Replayed";

    /** How long an answer is kept for whoever asks again. */
    public static final Duration KEPT = Duration.ofDays(2);

    private static final Pattern GOOD_KEY = Pattern.compile("[!-~]{1,200}");
    private static final TypeReference<Map<String, String>> HEADERS = new TypeReference<>() {};

    private final JdbcClient jdbc;
    private final JsonMapper json;

    Answered(JdbcClient jdbc, JsonMapper json) {
        this.jdbc = jdbc;
        this.json = json;
    }

    /** An answer as it went out. */
    public record Answer(int status, Map<String, String> headers, String body) {

        private Answer again() {
            Map<String, String> more = new LinkedHashMap<>(headers);
            more.put(REPLAYED, "true");
            return new Answer(status, more, body);
        }
    }

    /** An answer under a key, and whether the same was asked for. */
    private record Kept(boolean same, Answer answer) {}

    /**
     * The key as it was sent.
     *
     * @throws RefusedException when there is none, or it is none
     */
    public static String key(@Nullable String sent) {
        if (sent == null) {
            throw RefusedException.badInput("refused.key.missing").at(KEY);
        }
        if (!GOOD_KEY.matcher(sent).matches()) {
            throw RefusedException.badInput("refused.key.shape").at(KEY);
        }
        return sent;
    }

    /**
     * The answer given under a key, for whoever would rather know before the work than after it.
     *
     * @param request digest of what is asked for
     * @throws RefusedException CONFLICT when the key was used for something else
     */
    @Transactional(readOnly = true)
    public Optional<Answer> given(int officer, String key, byte[] request) {
        Optional<Kept> kept = jdbc.sql(
                        "select request = ?, status, headers, body from access.answered where officer_id = ? and key = ?")
                .params(request, officer, key)
                .query((row, n) -> new Kept(
                        row.getBoolean(1),
                        new Answer(row.getInt(2), json.readValue(row.getString(3), HEADERS), row.getString(4))))
                .optional();
        if (kept.isPresent() && !kept.get().same()) {
            throw RefusedException.because(RefusedException.Reason.CONFLICT, "refused.key.other")
                    .at(KEY);
        }
        return kept.map(first -> first.answer().again());
    }

    /**
     * Has an effect once: key, effect and answer stand in one transaction. A refusal is not kept, so that a corrected request may use
     * the same key.
     *
     * @param effect run unless the answer was given already
     * @return what the effect answered, now or the first time
     * @throws RefusedException CONFLICT when the key was used for something else
     */
    @Transactional
    public Answer once(int officer, String key, byte[] request, Supplier<Answer> effect) {
        return take(officer, key, request).orElseGet(() -> {
            Answer answer = effect.get();
            keep(officer, key, answer);
            return answer;
        });
    }

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
        return taken == 1
                ? Optional.empty()
                : Optional.of(given(officer, key, request).orElseThrow());
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
