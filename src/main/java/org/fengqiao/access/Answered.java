package org.fengqiao.access;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.fengqiao.shared.RefusedException;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.web.multipart.MultipartHttpServletRequest;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/**
 * Answers already given, each under the key its request carried, and written in the transaction of the effect itself: of two with the
 * same key one commits, and both get its answer.
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
    private final TransactionTemplate transaction;
    private final TransactionTemplate reading;

    Answered(JdbcClient jdbc, JsonMapper json, PlatformTransactionManager transactions) {
        this.jdbc = jdbc;
        this.json = json;
        this.transaction = new TransactionTemplate(transactions);
        this.reading = new TransactionTemplate(transactions);
        this.reading.setReadOnly(true);
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
     * Digest of a form with files: of what was sent, not of its bytes, because what stands between the parts is drawn anew each time
     * something is sent again.
     *
     * @param fields the names it may hold
     * @throws RefusedException when it holds others
     */
    public static byte[] digest(MultipartHttpServletRequest request, Set<String> fields) {
        Set<String> names = new TreeSet<>(request.getParameterMap().keySet());
        names.addAll(request.getMultiFileMap().keySet());
        for (String name : names) {
            if (!fields.contains(name)) {
                throw RefusedException.badInput("refused.parameter.unknown", name)
                        .at(name);
            }
        }
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            sha256.update((request.getRequestURI() + "?" + request.getQueryString()).getBytes(StandardCharsets.UTF_8));
            for (var part : request.getParts()) {
                sha256.update(("\n" + part.getName() + "\n" + part.getSize() + "\n").getBytes(StandardCharsets.UTF_8));
                try (InputStream content = new DigestInputStream(part.getInputStream(), sha256)) {
                    content.transferTo(OutputStream.nullOutputStream());
                }
            }
            return sha256.digest();
        } catch (IOException lost) {
            throw new UncheckedIOException(lost);
        } catch (NoSuchAlgorithmException | jakarta.servlet.ServletException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * The answer given under a key, for whoever would rather know before the work than after it.
     *
     * @param request digest of what is asked for
     * @throws RefusedException CONFLICT when the key was used for something else
     */
    public Optional<Answer> given(int officer, String key, byte[] request) {
        Optional<Kept> kept = Objects.requireNonNull(reading.execute(status -> jdbc.sql(
                        "select request = ?, status, headers, body from access.answered where officer_id = ? and key = ?")
                .params(request, officer, key)
                .query((row, n) -> new Kept(
                        row.getBoolean(1),
                        new Answer(row.getInt(2), json.readValue(row.getString(3), HEADERS), row.getString(4))))
                .optional()));
        if (kept.isPresent() && !kept.get().same()) {
            throw RefusedException.because(RefusedException.Reason.CONFLICT, "refused.key.other")
                    .at(KEY);
        }
        return kept.map(first -> first.answer().again());
    }

    /**
     * Has an effect once: effect, key and answer stand in one transaction, the key written last. Whoever comes second with the same key
     * has the effect undone and gets the first one's answer. A refusal is not kept, so that a corrected request may use the same key.
     *
     * @param request digest of what is asked for
     * @param effect what may be undone by rolling back; its answer is a refusal from status 400 on
     * @return the answer of this effect, the very same object, or the first one's
     * @throws RefusedException CONFLICT when the key was used for something else
     */
    @Transactional(propagation = Propagation.NEVER)
    public Answer once(int officer, String key, byte[] request, Supplier<Answer> effect) {
        record Tried(@Nullable Answer answer, @Nullable RefusedException refusal, boolean kept) {}
        Tried tried = Objects.requireNonNull(transaction.execute(status -> {
            Tried now;
            try {
                Answer answer = effect.get();
                now = new Tried(answer, null, answer.status() < 400 && keep(officer, key, request, answer));
            } catch (RefusedException refusal) {
                now = new Tried(null, refusal, false);
            }
            if (!now.kept()) {
                status.setRollbackOnly();
            }
            return now;
        }));
        if (tried.kept()) {
            return Objects.requireNonNull(tried.answer());
        }
        Optional<Answer> first = given(officer, key, request);
        if (first.isEmpty() && tried.refusal() != null) {
            throw tried.refusal();
        }
        return first.orElseGet(() -> Objects.requireNonNull(tried.answer()));
    }

    private boolean keep(int officer, String key, byte[] request, Answer answer) {
        return jdbc.sql("""
                        insert into access.answered (officer_id, key, request, status, headers, body) values (?, ?, ?, ?, ?::jsonb, ?)
                        on conflict do nothing""")
                        .params(
                                officer,
                                key,
                                request,
                                answer.status(),
                                json.writeValueAsString(answer.headers()),
                                answer.body())
                        .update()
                == 1;
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

    /**
     * Forgets the answers in which one of these words stands, whoever got them; needs the whole house in sight.
     *
     * @param words names and numbers of somebody of whom nothing shall be left; single characters are passed over
     */
    @Transactional
    public void forgetNaming(Collection<String> words) {
        String[] parts = words.stream()
                .filter(word -> word.codePointCount(0, word.length()) > 1)
                .toArray(String[]::new);
        jdbc.sql(
                        "delete from access.answered where exists (select from unnest(?::text[]) as w (word) where position(w.word in body) > 0)")
                .param(parts)
                .update();
    }
}
