package org.fengqiao;

import com.zaxxer.hikari.HikariDataSource;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.fengqiao.audit.AuditTrail;
import org.fengqiao.audit.ChainHash;
import org.fengqiao.audit.Deed;
import org.fengqiao.database.BothLanguages;
import org.fengqiao.database.CannotStartException;
import org.fengqiao.database.RestoreBackup;
import org.fengqiao.database.RestoreBase;
import org.fengqiao.database.Sight;
import org.fengqiao.database.TakeBackup;
import org.fengqiao.database.TakeBase;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * {@code java -jar fengqiao.jar backup <folder or file>} and {@code restore <file>}, with {@code --base} of the pages under the rows: of the house only the database is furnished. A
 * backup is taken beside a running house or of one that is stopped.
 */
@ComponentScan(basePackageClasses = TakeBackup.class)
@Import({AuditTrail.class, ChainHash.class})
final class AtTerminal {

    static final String BACKUP = "backup";
    static final String RESTORE = "restore";

    private static final String WITHOUT_SECRETS = "--without-secrets";
    private static final String CHECK = "--check";
    private static final String BASE = "--base";
    private static final String TO = "--to=";

    private static final int DONE = 0;
    private static final int WITH_FINDINGS = 1;
    private static final int NOT_DONE = 2;

    @Bean
    JdbcClient jdbcClient(HikariDataSource dataSource) {
        return JdbcClient.create(dataSource);
    }

    @Bean
    Clock clock() {
        return Clock.system(ZoneId.of("Asia/Shanghai"));
    }

    /**
     * Takes a backup.
     *
     * @return the exit code: 0 done, 1 done but some files were damaged before, 2 not done
     */
    static int backup(String... words) {
        try (ConfigurableApplicationContext rooms = furnish(words, "--fengqiao.join=true")) {
            System.out.printf("%n  枫桥备份 / Fengqiao backup%n%n");
            long began = System.nanoTime();
            if (List.of(words).contains(BASE)) {
                Path base = rooms.getBean(TakeBase.class).take(path(BACKUP, words), AtTerminal::tell);
                keepTaken(rooms, Map.of("base", base.getFileName().toString()));
                System.out.printf(
                        "%n  底本完成：%1$s（%2$s）。它要和归档目录、secrets 目录一起才有用。%n  Done: %1$s (%2$s). It is of use together with the archive and the folder secrets.%n%n",
                        base, since(began));
                return DONE;
            }
            TakeBackup.Taken taken = rooms.getBean(TakeBackup.class).take(path(BACKUP, words), AtTerminal::tell);
            keepTaken(
                    rooms, Map.of("file", taken.file().getFileName().toString(), "rows", Long.toString(taken.rows())));
            System.out.printf(
                    "%n  备份完成：%1$s（%2$d 张表 %3$,d 行，%4$,d 个文件，%5$s）%n  Done: %1$s (%2$d tables, %3$,d rows, %4$,d files, %5$s)%n",
                    taken.file(), taken.tables(), taken.rows(), taken.files(), since(began));
            System.out.printf(
                    "%n  备份里没有密钥。请把数据目录里的 secrets 目录另外保存一份，与备份分开放。%n  The secrets are not in it. Keep a copy of the folder secrets of the data folder, apart from the backup.%n%n");
            for (String damaged : taken.damaged()) {
                System.out.printf("  ✗ 文件在备份之前已损坏：%1$s%n    this file was damaged before: %1$s%n", damaged);
            }
            return taken.damaged().isEmpty() ? DONE : WITH_FINDINGS;
        } catch (RuntimeException trouble) {
            return refuse("没有备份 / No backup was taken", trouble);
        }
    }

    /**
     * Restores a backup, or with {@code --check} only reads it.
     *
     * @return the exit code: 0 done, 1 done but with findings, 2 not done
     */
    static int restore(String... words) {
        try (ConfigurableApplicationContext rooms = furnish(words)) {
            System.out.printf("%n  枫桥恢复 / Fengqiao restore%n%n");
            long began = System.nanoTime();
            RestoreBackup restore = rooms.getBean(RestoreBackup.class);
            Path file = path(RESTORE, words).toAbsolutePath().normalize();
            List<String> places = words(words);
            if (places.size() > 2) {
                String last = rooms.getBean(RestoreBase.class)
                        .restore(file, Path.of(places.get(2)), moment(words), AtTerminal::tell);
                System.out.printf(
                        "%n  已恢复，最后一笔改动在 %1$s（%2$s）。请马上做一个新的底本。%n  Restored; the last change is of %1$s (%2$s). Take a new base at once.%n",
                        last, since(began));
                return examined(words);
            }
            if (List.of(words).contains(CHECK)) {
                RestoreBackup.Restored kept = restore.verify(file);
                System.out.printf(
                        "  备份完好：%1$s 的数据，版本 %2$s，%3$d 张表 %4$,d 行，%5$,d 个文件。什么都没有恢复。%n  The backup is sound: of %1$s, version %2$s, %3$d tables, %4$,d rows, %5$,d files. Nothing was restored.%n%n",
                        kept.at(), kept.program(), kept.tables(), kept.rows(), kept.files());
                return DONE;
            }
            RestoreBackup.Restored restored =
                    restore.restore(file, List.of(words).contains(WITHOUT_SECRETS), AtTerminal::tell);
            System.out.printf(
                    "%n  已恢复到 %1$s：%2$s 的数据，%3$d 张表 %4$,d 行，%5$,d 个文件，%6$s%n  Restored to %1$s: as of %2$s, %3$d tables, %4$,d rows, %5$,d files, %6$s%n",
                    restored.place(),
                    restored.at(),
                    restored.tables(),
                    restored.rows(),
                    restored.files(),
                    since(began));
            System.out.printf(
                    "%n  所有人要重新登录。原来的枫桥不要再启动：两处同时运行，答复会发两遍。%n  Everybody signs in anew. Do not start the former house again: two of them would send answers twice.%n");
        } catch (RuntimeException trouble) {
            return refuse("没有恢复 / Not restored", trouble);
        }
        return examined(words);
    }

    /** The house keeps that everything it knows was copied; one of a former version may have no trail yet. */
    private static void keepTaken(ConfigurableApplicationContext rooms, Map<String, String> more) {
        boolean trail = rooms.getBean(JdbcClient.class)
                .sql("select to_regclass('audit.line') is not null")
                .query(Boolean.class)
                .single();
        if (trail) {
            Sight.HOUSE.seeing(() -> rooms.getBean(AuditTrail.class).keep(Deed.BACKUP_TAKEN, "", "", more));
        }
    }

    private static int examined(String... words) {
        return Fsck.run(options(words)) == DONE ? DONE : WITH_FINDINGS;
    }

    private static @Nullable String moment(String... words) {
        String moment = Arrays.stream(words)
                .filter(word -> word.startsWith(TO))
                .map(word -> word.substring(TO.length()))
                .findFirst()
                .orElse(null);
        if (moment != null && !moment.matches("\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d(\\.\\d{1,6})?[+-]\\d\\d")) {
            throw new CannotStartException(
                    "时间要写成这样：\"--to=2026-11-22 10:00:00+08\"",
                    "Write the moment like this: \"--to=2026-11-22 10:00:00+08\"");
        }
        return moment;
    }

    private static List<String> words(String... words) {
        return Arrays.stream(words).filter(word -> !word.startsWith("-")).toList();
    }

    private static ConfigurableApplicationContext furnish(String[] words, String... more) {
        SpringApplication rooms = new SpringApplication(AtTerminal.class);
        rooms.setWebApplicationType(WebApplicationType.NONE);
        rooms.setLazyInitialization(true);
        rooms.setLogStartupInfo(false);
        return rooms.run(Stream.concat(Arrays.stream(options(words)), Arrays.stream(more))
                .toArray(String[]::new));
    }

    private static String[] options(String... words) {
        return Arrays.stream(words).filter(word -> word.startsWith("-")).toArray(String[]::new);
    }

    private static Path path(String command, String... words) {
        return words(words).stream()
                .skip(1)
                .findFirst()
                .map(Path::of)
                .orElseThrow(() -> new CannotStartException(
                        command.equals(BACKUP)
                                ? "请写出备份放到哪里：java -jar fengqiao.jar backup <目录或文件>"
                                : "请写出恢复哪个备份：java -jar fengqiao.jar restore <备份文件>",
                        command.equals(BACKUP)
                                ? "Say where the backup goes: java -jar fengqiao.jar backup <folder or file>"
                                : "Say which backup to restore: java -jar fengqiao.jar restore <backup file>"));
    }

    private static void tell(BothLanguages step) {
        System.out.println("  · " + step);
    }

    private static String since(long began) {
        Duration took = Duration.ofNanos(System.nanoTime() - began);
        return "%d:%02d".formatted(took.toMinutes(), took.toSecondsPart());
    }

    private static int refuse(String heading, RuntimeException trouble) {
        for (Throwable cause = trouble; cause != null; cause = cause.getCause()) {
            if (cause instanceof CannotStartException refusal) {
                FengqiaoStaysShut.say(heading, refusal.chinese(), refusal.english());
                return NOT_DONE;
            }
        }
        FengqiaoStaysShut.say(
                heading, "出了意外：%s".formatted(trouble), "Something unexpected happened: %s".formatted(trouble));
        return NOT_DONE;
    }
}
