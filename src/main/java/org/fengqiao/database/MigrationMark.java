package org.fengqiao.database;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

/**
 * A mark in the database that says which migrations made it what it is: the SHA-256 of them all, rooms in their order. A house that
 * finds its own mark need not compare version by version, which is half a second of every start. Any change of a migration changes the
 * mark; a database without one is compared in full.
 */
final class MigrationMark {

    private MigrationMark() {}

    static String ofThisProgram() {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            PathMatchingResourcePatternResolver found = new PathMatchingResourcePatternResolver();
            for (String room : Migrations.ROOMS) {
                Resource[] files = found.getResources(Migrations.PLACE + room + "/*.sql");
                Arrays.sort(files, Comparator.comparing(Resource::getFilename));
                for (Resource file : files) {
                    digest.update((room + "/" + file.getFilename() + "\0").getBytes(StandardCharsets.UTF_8));
                    try (InputStream words = file.getInputStream()) {
                        digest.update(words.readAllBytes());
                    }
                }
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (NoSuchAlgorithmException everyJavaHasIt) {
            throw new IllegalStateException(everyJavaHasIt);
        }
    }

    static @Nullable String in(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet mark = statement.executeQuery("select obj_description(to_regnamespace('%s'), 'pg_namespace')"
                        .formatted(Migrations.ROOMS.getFirst()))) {
            return mark.next() ? mark.getString(1) : null;
        }
    }

    static void leave(Connection connection, String mark) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("comment on schema %s is '%s'".formatted(Migrations.ROOMS.getFirst(), mark));
        }
    }
}
