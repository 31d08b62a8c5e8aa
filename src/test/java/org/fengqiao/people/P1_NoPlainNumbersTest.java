package org.fengqiao.people;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipFile;
import org.fengqiao.database.AnyRow;
import org.fengqiao.database.DataFolder;
import org.fengqiao.database.TakeBackup;
import org.fengqiao.matter.NewMatter;
import org.fengqiao.matter.OpenMatter;
import org.fengqiao.matter.Way;
import org.fengqiao.shared.CitizenNumber;
import org.fengqiao.shared.PhoneNumber;
import org.fengqiao.town.EveryRow;
import org.fengqiao.town.InTheHouse;
import org.fengqiao.town.Soak;
import org.fengqiao.town.Town;
import org.fengqiao.town.Visitor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.ApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * P1: no citizen number and no phone stands in plain digits in a table, in the files of the database and its write-ahead log, in what the
 * server or the house log, in temporary files, in a backup. What residents write themselves is kept as they wrote it: one number in such
 * words shows that the search finds what is there.
 */
@InTheHouse
@ExtendWith(OutputCaptureExtension.class)
class P1_NoPlainNumbersTest {

    private static final Pattern BYTES = Pattern.compile("\\\\x([0-9a-f]{20,})");
    private static final int SHORTEST = 11;
    private static final int CITIZEN = 17;

    @LocalServerPort
    int port;

    @Autowired
    ApplicationContext house;

    @Autowired
    Town town;

    @Autowired
    KeepResident keepResident;

    @Autowired
    OpenMatter openMatter;

    @Autowired
    DataFolder data;

    @Autowired
    TakeBackup takeBackup;

    @Autowired
    EveryRow rows;

    @Autowired
    JdbcClient jdbc;

    @TempDir
    Path elsewhere;

    private final Set<String> numbers = new HashSet<>();
    private final Set<String> hits = new TreeSet<>();
    private final Set<String> planted = new TreeSet<>();
    private String plantedNumber = "";
    private long looked;

    /** Looks at every run of digits that is long enough. */
    private void look(String where, byte[] bytes, int length) {
        looked += length;
        int start = -1;
        for (int i = 0; i <= length; i++) {
            boolean digit = i < length && bytes[i] >= '0' && bytes[i] <= '9';
            if (digit && start < 0) {
                start = i;
            } else if (!digit && start >= 0) {
                if (i - start >= SHORTEST) {
                    run(where, new String(bytes, start, i - start, StandardCharsets.US_ASCII));
                }
                start = -1;
            }
        }
    }

    private void run(String where, String digits) {
        for (int length : new int[] {SHORTEST, CITIZEN}) {
            for (int i = 0; i + length <= digits.length(); i++) {
                String part = digits.substring(i, i + length);
                if (part.equals(plantedNumber)) {
                    planted.add(where);
                } else if (numbers.contains(part)) {
                    hits.add(where);
                }
            }
        }
    }

    private void look(String where, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        look(where, bytes, bytes.length);
        Matcher hidden = BYTES.matcher(text);
        while (hidden.find()) {
            String hex = hidden.group(1);
            byte[] inside = HexFormat.of().parseHex(hex, 0, hex.length() & ~1);
            look(where, inside, inside.length);
        }
    }

    private void look(Path file) {
        byte[] part = new byte[1 << 20];
        try (InputStream in = Files.newInputStream(file)) {
            int kept = 0;
            int read = in.read(part, 0, part.length);
            while (read > 0) {
                look(file.getFileName().toString(), part, kept + read);
                // What is cut in two at the end of a part is seen with the next one.
                int rest = Math.min(40, kept + read);
                System.arraycopy(part, kept + read - rest, part, 0, rest);
                kept = rest;
                read = in.read(part, kept, part.length - kept);
            }
        } catch (NoSuchFileException gone) {
            // The server drops files of its own.
        } catch (IOException trouble) {
            throw new java.io.UncheckedIOException(trouble);
        }
    }

    private int lookThroughFiles(Path folder, Instant since) throws IOException {
        List<Path> young = new ArrayList<>();
        try (Stream<Path> files = Files.walk(folder)) {
            files.filter(Files::isRegularFile)
                    .filter(file -> file.toFile().lastModified() >= since.toEpochMilli())
                    .forEach(young::add);
        }
        young.forEach(this::look);
        return young.size();
    }

    private int lookThroughTables() {
        return rows.see(() -> {
            List<String> tables =
                    jdbc.sql("""
                            select n.nspname || '.' || c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace
                            where c.relkind = 'r' and n.nspname not in ('pg_catalog', 'information_schema') and has_table_privilege(c.oid, 'select')""").query((row, n) -> row.getString(1)).list();
            for (String table : tables) {
                jdbc.sql("select t::text from " + table + " t").query((row, n) -> row.getString(1)).stream()
                        .forEach(row -> look(table, row));
            }
            return tables.size();
        });
    }

    private void lookThroughBackup() throws IOException {
        Path file = takeBackup.take(elsewhere, step -> {}).file();
        try (ZipFile zip = new ZipFile(file.toFile())) {
            for (var entry : Collections.list(zip.entries())) {
                if (entry.getName().endsWith(".jpg")) {
                    continue;
                }
                try (InputStream in = zip.getInputStream(entry)) {
                    look("backup " + entry.getName(), new String(in.readAllBytes(), StandardCharsets.UTF_8));
                }
            }
        }
    }

    @Test
    void noNumberStandsAnywhereInPlainDigits(CapturedOutput log) throws IOException {
        Instant since = Instant.now().minusSeconds(2);
        int many = Soak.times(200, 10_000);
        PhoneNumber told = PhoneNumber.of("19908999999");
        plantedNumber = told.digits();
        List<Long> ids = new ArrayList<>();
        for (int i = 0; i < many; i++) {
            PhoneNumber phone = PhoneNumber.of("19908%06d".formatted(i));
            CitizenNumber citizen = FictionalNumbers.adult(500_000 + i);
            numbers.add(phone.digits());
            numbers.add(citizen.digits().substring(0, CITIZEN));
            ids.add(town.as(
                    town.chen,
                    () -> keepResident.keep(
                            town.qingshi, NewResident.of("段某", phone).identified(citizen, null))));
        }
        // Twice: the first row on a page since the last checkpoint stands in the write-ahead log as a packed page only.
        for (int time = 0; time < 2; time++) {
            town.as(
                    town.chen,
                    () -> openMatter.open(
                            NewMatter.of(town.qingshi, "DEMAND", "请打我电话 " + told.digits(), Way.DESK)
                                    .askedBy(ids.getFirst(), "段某"),
                            Town.actor(town.chen)));
        }
        use(ids);
        AnyRow.in(house).owner().sql("checkpoint").update();
        int tables = lookThroughTables();
        int files = lookThroughFiles(data.root(), since);
        lookThroughBackup();
        look("log", log.getAll());
        System.out.printf(
                "P1: %d persons; %d tables, %d files of the database, its log and its write-ahead log, a backup, the log: %d MB looked through, %d hits%n",
                many, tables, files, looked >> 20, hits.size());
        assertThat(hits).isEmpty();
        assertThat(planted)
                .as("what a resident wrote is found where it is kept")
                .contains("matter.matter", "matter.ledger")
                .anyMatch(where -> where.matches("[0-9A-F]{24}"))
                .anyMatch(where -> where.startsWith("backup "));
        assertThat(planted).noneMatch(where -> where.startsWith("people."));
    }

    /** The ways in which numbers are typed, looked up, changed and shown. */
    private void use(List<Long> ids) {
        Visitor chen = Visitor.signedIn(port, town.chen);
        chen.see("/residents");
        for (int i = 0; i < 10; i++) {
            long id = ids.get(i);
            String phone = "19908%06d".formatted(i);
            chen.see("/residents?q=" + phone);
            chen.see("/matters?show=all&words=" + phone);
            chen.see("/residents/" + id);
            assertThat(chen.send("/residents/" + id + "/reveal", "purpose", "VERIFY")
                            .body())
                    .contains(phone);
            chen.send("/residents/" + id, "name", "段某" + i, "phone", phone);
            chen.send("/residents/" + id, "name", "段某" + i, "phone", phone + "x");
        }
        chen.fetch("/residents.xlsx");
        Visitor zhou = Visitor.signedIn(port, town.zhou);
        zhou.see("/residents/" + ids.get(1) + "/rights");
        zhou.send("/residents/" + ids.get(1) + "/own-data", "reason", "本人申请");
    }
}
