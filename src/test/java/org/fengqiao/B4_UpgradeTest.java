package org.fengqiao;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * B4: the demo town as every earlier state of the tables kept it comes up with the tables of today: every row is there and the check
 * of the house is clean. The backups lie beside the tests and were written by this program's {@code backup} from the data folders of
 * the programs of that time; whoever lands a new version adds one of the version before. Where numbers were sealed already, the secrets
 * of that imagined house lie beside its backup, in a folder of the same name.
 */
class B4_UpgradeTest {

    private static final Path EARLIER = Path.of("src/test/resources/org/fengqiao/earlier");

    @TempDir
    private Path folder;

    private static Stream<Path> backups() throws IOException {
        try (Stream<Path> files = Files.list(EARLIER)) {
            return files.filter(file -> file.toString().endsWith(".zip")).sorted().toList().stream();
        }
    }

    private static Map<String, Long> rows(Path backup) throws IOException {
        Map<String, Long> rows = new LinkedHashMap<>();
        try (ZipFile zip = new ZipFile(backup.toFile());
                InputStream manifest = zip.getInputStream(zip.getEntry("manifest.json"))) {
            for (JsonNode table :
                    JsonMapper.builder().build().readTree(manifest).path("tables")) {
                rows.put(table.path("name").asString(), table.path("rows").asLong());
            }
        }
        return rows;
    }

    private boolean brought(Path earlier) throws IOException {
        Path kept = Path.of(earlier.toString().replace(".zip", ""));
        if (!Files.isDirectory(kept)) {
            return false;
        }
        Path secrets = Files.createDirectories(folder.resolve("data/secrets"));
        try (Stream<Path> files = Files.list(kept)) {
            for (Path file : files.toList()) {
                Path copy = Files.copy(file, secrets.resolve(file.getFileName()));
                Files.setPosixFilePermissions(copy, PosixFilePermissions.fromString("rw-------"));
            }
        }
        return true;
    }

    @ParameterizedTest
    @MethodSource("backups")
    void everyRowOfAnEarlierHouseIsThereInTheHouseOfToday(Path earlier) throws IOException {
        String data = "--fengqiao.data=" + folder.resolve("data");
        int restored = brought(earlier)
                ? AtTerminal.restore("restore", earlier.toString(), data)
                : AtTerminal.restore("restore", earlier.toString(), "--without-secrets", data);
        assertThat(restored).as("restored, brought up to date and examined").isZero();
        Path today = folder.resolve("today.zip");
        assertThat(AtTerminal.backup("backup", today.toString(), data)).isZero();
        Map<String, Long> before = rows(earlier);
        Map<String, Long> after = rows(today);
        before.forEach((table, rows) ->
                assertThat(after.getOrDefault(table, 0L)).as(table).isGreaterThanOrEqualTo(rows));
        assertThat(before.get("matter.ledger"))
                .as("lines, else nothing was shown")
                .isGreaterThan(100);
        System.out.printf(
                "B4: %s, %d tables, %d rows, 0 lost%n",
                earlier.getFileName(),
                before.size(),
                before.values().stream().mapToLong(Long::longValue).sum());
    }
}
