package org.fengqiao.database;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Where PostgreSQL is and how its owner signs in. The owner makes and changes tables at start-up and never afterwards; all work is
 * done as the {@link #walledRole()}.
 *
 * @param url JDBC address of the database
 * @param database name of the database
 * @param owner role that owns the tables
 * @param ownerPassword its password
 * @param walledPassword password of the walled role
 */
record Postgres(String url, String database, String owner, String ownerPassword, String walledPassword) {

    private static final Pattern ADDRESS =
            Pattern.compile("jdbc:postgresql://[^/?]+/((?:[^/?%]|%\\p{XDigit}{2})+)(\\?.*)?");
    private static final String EXAMPLE = "jdbc:postgresql://10.0.0.5:5432/fengqiao";

    /** PostgreSQL cuts longer names off silently. */
    private static final int LONGEST_NAME = 63;

    /**
     * A server that somebody else runs.
     *
     * @throws CannotStartException when a setting is missing or does not name a database
     */
    static Postgres outside(DatabaseProperties.Db settings, String walledPassword) {
        List<String> missing = Stream.of(
                        missing("FENGQIAO_DB_URL", settings.url()),
                        missing("FENGQIAO_DB_USER", settings.user()),
                        missing("FENGQIAO_DB_PASSWORD", settings.password()))
                .flatMap(List::stream)
                .toList();
        if (!missing.isEmpty()) {
            throw new CannotStartException(
                    "使用外部 PostgreSQL 还缺少设置：%s。FENGQIAO_DB_URL、FENGQIAO_DB_USER、FENGQIAO_DB_PASSWORD 三项要一起设置。"
                            .formatted(String.join("、", missing)),
                    "For an outside PostgreSQL these settings are missing: %s. FENGQIAO_DB_URL, FENGQIAO_DB_USER and FENGQIAO_DB_PASSWORD are set together."
                            .formatted(String.join(", ", missing)));
        }
        String url = Objects.requireNonNull(settings.url()).strip();
        Matcher address = ADDRESS.matcher(url);
        if (!address.matches()) {
            throw new CannotStartException(
                    "FENGQIAO_DB_URL 的写法不对，应当像这样，以数据库名结尾：%s".formatted(EXAMPLE),
                    "FENGQIAO_DB_URL must look like this, with the name of the database at its end: %s"
                            .formatted(EXAMPLE));
        }
        return new Postgres(
                url,
                URLDecoder.decode(address.group(1), StandardCharsets.UTF_8),
                Objects.requireNonNull(settings.user()).strip(),
                Objects.requireNonNull(settings.password()),
                walledPassword);
    }

    private static List<String> missing(String name, @Nullable String value) {
        return value == null || value.isBlank() ? List.of(name) : List.of();
    }

    /**
     * The role the house works as: not owner, not superuser, never past a wall. Roles belong to all databases of a server, so it is
     * named after the database: houses that share a server do not share it.
     */
    String walledRole() {
        String ending = "_app";
        if (bytes(database + ending) > LONGEST_NAME) {
            ending = "_" + HexFormat.of().toHexDigits(database.hashCode()) + ending;
        }
        String start = database;
        while (bytes(start + ending) > LONGEST_NAME) {
            start = start.substring(0, start.offsetByCodePoints(start.length(), -1));
        }
        return start + ending;
    }

    private static int bytes(String name) {
        return name.getBytes(StandardCharsets.UTF_8).length;
    }

    /** A name as it may stand in a statement, whatever is in it. */
    static String quoted(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }

    Connection asOwner() throws SQLException {
        return signedIn(owner, ownerPassword);
    }

    Connection asWalledRole() throws SQLException {
        return signedIn(walledRole(), walledPassword);
    }

    /** A network that swallows everything must not keep the house from saying that it cannot start. */
    private Connection signedIn(String role, String password) throws SQLException {
        Properties more = new Properties();
        more.setProperty("user", role);
        more.setProperty("password", password);
        more.setProperty("loginTimeout", "15");
        more.setProperty("tcpKeepAlive", "true");
        return DriverManager.getConnection(url, more);
    }

    /** Where it is, without what else an address may carry. */
    String place() {
        return url.replaceFirst("\\?.*", "");
    }

    @Override
    public String toString() {
        return "Postgres[" + place() + "]";
    }
}
