package org.fengqiao.access;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.fengqiao.audit.AuditTrail;
import org.fengqiao.audit.Deed;
import org.fengqiao.shared.RefusedException;
import org.jspecify.annotations.Nullable;
import org.springframework.session.FindByIndexNameSessionRepository;
import org.springframework.session.Session;
import org.springframework.stereotype.Component;

/** Where a person is signed in, and ending it from elsewhere. */
@Component
public class OpenSessions {

    /** Attribute of a session: from which device it was opened, as {@link #device(String)} puts it. */
    public static final String DEVICE = "fengqiao.device";

    /** Attribute of a session: from which network address. */
    public static final String ADDRESS = "fengqiao.address";

    static final Deed ENDED = Deed.named("session.ended");

    private static final List<Map.Entry<String, String>> BROWSERS = List.of(
            Map.entry("MicroMessenger", "WeChat"),
            Map.entry("Edg", "Edge"),
            Map.entry("Firefox", "Firefox"),
            Map.entry("Chrome", "Chrome"),
            Map.entry("Safari", "Safari"));
    private static final List<Map.Entry<String, String>> SYSTEMS = List.of(
            Map.entry("iPhone", "iPhone"),
            Map.entry("iPad", "iPad"),
            Map.entry("HarmonyOS", "HarmonyOS"),
            Map.entry("Android", "Android"),
            Map.entry("Windows", "Windows"),
            Map.entry("Mac OS", "Mac"),
            Map.entry("Linux", "Linux"));

    private final FindByIndexNameSessionRepository<? extends Session> sessions;
    private final AuditTrail trail;

    OpenSessions(FindByIndexNameSessionRepository<? extends Session> sessions, AuditTrail trail) {
        this.sessions = sessions;
        this.trail = trail;
    }

    /**
     * One place somebody is signed in at.
     *
     * @param key names it in a page; the session's own id is a secret
     * @param device browser and system, empty when not known
     * @param here whether it is the one that asks
     */
    public record Row(String key, String device, String address, Instant since, Instant seen, boolean here) {}

    /**
     * The sessions under a login, last seen first.
     *
     * @param here id of the session that asks, empty for none
     */
    public List<Row> of(String login, String here) {
        return sessions.findByPrincipalName(login).values().stream()
                .map(one -> new Row(
                        key(one.getId()),
                        String.valueOf(one.<Object>getAttributeOrDefault(DEVICE, "")),
                        String.valueOf(one.<Object>getAttributeOrDefault(ADDRESS, "")),
                        one.getCreationTime(),
                        one.getLastAccessedTime(),
                        one.getId().equals(here)))
                .sorted(Comparator.comparing(Row::seen).reversed())
                .toList();
    }

    /**
     * Ends one session of a person.
     *
     * @throws RefusedException when it is over already
     */
    public void end(int officer, String login, String key) {
        String id = sessions.findByPrincipalName(login).keySet().stream()
                .filter(one -> key(one).equals(key))
                .findFirst()
                .orElseThrow(() -> RefusedException.because(RefusedException.Reason.NOT_FOUND, "refused.session.over"));
        trail.keep(ENDED, "officer/" + officer, "", Map.of("sessions", "1"));
        sessions.deleteById(id);
    }

    /**
     * Ends all sessions of a person but one.
     *
     * @param here id of the session that stays, empty to end all
     */
    public void endOthers(int officer, String login, String here) {
        List<String> ids = sessions.findByPrincipalName(login).keySet().stream()
                .filter(one -> !one.equals(here))
                .toList();
        trail.keep(ENDED, "officer/" + officer, "", Map.of("sessions", Integer.toString(ids.size())));
        ids.forEach(sessions::deleteById);
    }

    /** A device in two words, as {@code Chrome · Windows}; empty when neither is known. */
    public static String device(@Nullable String userAgent) {
        String browser = first(BROWSERS, userAgent);
        String system = first(SYSTEMS, userAgent);
        return browser.isEmpty() || system.isEmpty() ? browser + system : browser + " · " + system;
    }

    private static String first(List<Map.Entry<String, String>> names, @Nullable String userAgent) {
        return names.stream()
                .filter(name -> userAgent != null && userAgent.contains(name.getKey()))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse("");
    }

    private static String key(String id) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(id.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash, 0, 12);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
