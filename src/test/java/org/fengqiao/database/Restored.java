package org.fengqiao.database;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A house built up again from a backup in a folder of its own, with the secrets of the former one; nobody works in it. */
final class Restored implements AutoCloseable {

    final DatabaseProperties properties;
    private final Path folder;
    private final DataFolder data;
    private final PostgresServer server;

    private Restored(Path folder, DatabaseProperties properties) {
        this.folder = folder;
        this.properties = properties;
        this.data = DataFolder.hold(folder);
        this.server = PostgresServer.insideOrOutside(properties, data, new Secrets(data));
        server.awaitReady();
    }

    static DatabaseProperties on(Path folder) {
        return new DatabaseProperties(folder, new DatabaseProperties.Db(null, null, null), 0, null, 60, false);
    }

    /** An empty folder with the secrets of a house. */
    static Path folderFor(DataFolder former) {
        try {
            Path folder = Files.createTempDirectory("fengqiao-restored");
            Files.createDirectory(folder.resolve("secrets"));
            try (Stream<Path> secrets = Files.list(former.secrets())) {
                for (Path secret : secrets.filter(Files::isRegularFile).toList()) {
                    Files.copy(secret, folder.resolve("secrets").resolve(secret.getFileName()));
                }
            }
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Restored from(Path backup, DataFolder former) {
        Path folder = folderFor(former);
        new RestoreBackup(on(folder)).restore(backup, false, step -> {});
        return new Restored(folder, on(folder));
    }

    JdbcClient owner() {
        return Catalogue.asOwner(server);
    }

    @Override
    public void close() {
        server.close();
        data.close();
        delete(folder);
    }

    static void delete(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder()).forEach(file -> {
                if (!file.toFile().delete()) {
                    file.toFile().deleteOnExit();
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
