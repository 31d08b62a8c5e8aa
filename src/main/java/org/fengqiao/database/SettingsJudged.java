package org.fengqiao.database;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.springframework.core.env.Environment;

/** Whether the settings leave a door open that everybody knows: a password from a manual, a published one, the inside shown to strangers. */
final class SettingsJudged {

    private static final int SHORTEST_PASSWORD = 8;

    private static final Set<String> KNOWN = Set.of(
            "password",
            "passw0rd",
            "changeme",
            "change-me",
            "postgres",
            "postgresql",
            "fengqiao",
            "administrator",
            "12345678",
            "123456789",
            "1234567890",
            "qwertyui",
            "secret123",
            "admin123",
            "admin@123",
            "root1234",
            "p@ssw0rd",
            "password1",
            "password123",
            "fengqiao123",
            "abcd1234",
            "11111111",
            "88888888",
            "00000000");

    private SettingsJudged() {}

    /**
     * Judges the settings before anything is opened.
     *
     * @throws CannotStartException when one of them must not be; its words say which
     */
    static void forStart(Environment settings) {
        password(settings);
        inside(settings);
        demo(settings);
    }

    private static void password(Environment settings) {
        String password = settings.getProperty("fengqiao.db.password", "");
        if (password.isEmpty()) {
            return;
        }
        String user = settings.getProperty("fengqiao.db.user", "").strip();
        if (password.length() < SHORTEST_PASSWORD
                || password.equals(user)
                || KNOWN.contains(password.toLowerCase(Locale.ROOT))) {
            throw new CannotStartException(
                    "FENGQIAO_DB_PASSWORD 太短（至少 %d 位）、与用户名相同或是人人知道的默认密码。请在数据库里换一个随机密码。".formatted(SHORTEST_PASSWORD),
                    "FENGQIAO_DB_PASSWORD is too short (%d characters at least), the same as the user, or a default that everybody knows. Give that role a random one."
                            .formatted(SHORTEST_PASSWORD));
        }
    }

    private static void inside(Environment settings) {
        List<String> shown = Arrays.asList("debug", "trace").stream()
                .filter(flag -> settings.containsProperty(flag) && !"false".equals(settings.getProperty(flag)))
                .toList();
        boolean traces = Arrays.asList("stacktrace", "message", "binding-errors").stream()
                .map(part -> settings.getProperty("server.error.include-" + part, "never"))
                .anyMatch(when -> !when.equals("never"));
        if (!shown.isEmpty() || traces) {
            String which = traces ? "server.error.include-…" : String.join(", ", shown);
            throw new CannotStartException(
                    "设置 %s 会把内部情况或群众的话写到页面或日志里，正式运行不允许。请去掉。".formatted(which),
                    "The setting %s shows the inside of the house or residents' words to pages or logs. Take it away."
                            .formatted(which));
        }
    }

    /** The demo town's password is in the documentation. */
    private static void demo(Environment settings) {
        boolean demo = Arrays.asList(settings.getActiveProfiles()).contains("demo");
        boolean reachable = !settings.getProperty("fengqiao.public-url", "").isBlank()
                || !settings.getProperty("fengqiao.db.url", "").isBlank();
        if (demo && reachable) {
            throw new CannotStartException(
                    "演示镇的密码是公开的，不能与 FENGQIAO_PUBLIC_URL 或 FENGQIAO_DB_URL 一起使用。请去掉 demo，或去掉这些设置。",
                    "The demo town's password is published: it does not go with FENGQIAO_PUBLIC_URL or FENGQIAO_DB_URL. Leave out demo, or these settings.");
        }
    }
}
