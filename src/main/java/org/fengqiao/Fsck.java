package org.fengqiao;

import com.zaxxer.hikari.HikariDataSource;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.fengqiao.database.BothLanguages;
import org.fengqiao.database.CannotStartException;
import org.fengqiao.database.Check;
import org.fengqiao.database.Examine;
import org.fengqiao.database.Look;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.ComponentScan.Filter;
import org.springframework.context.annotation.FilterType;
import org.springframework.jdbc.BadSqlGrammarException;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * {@code java -jar fengqiao.jar fsck}: examines what no constraint can hold, whether the house runs on the same data folder or not, and
 * changes nothing. Of the house only the database and the checks are furnished.
 */
@ComponentScan(basePackageClasses = Examine.class)
@ComponentScan(
        basePackageClasses = Fengqiao.class,
        useDefaultFilters = false,
        includeFilters = @Filter(type = FilterType.ASSIGNABLE_TYPE, classes = Check.class),
        // Checkpoints are kept elsewhere, and are not in a backup: only verify compares with them.
        excludeFilters = @Filter(type = FilterType.REGEX, pattern = "org\\.fengqiao\\.audit\\.CheckpointsHold"))
final class Fsck {

    static final int CLEAN = 0;
    private static final int FINDINGS = 1;
    static final int COULD_NOT_RUN = 2;

    @Bean
    JdbcClient jdbcClient(HikariDataSource dataSource) {
        return JdbcClient.create(dataSource);
    }

    /**
     * Examines the house and prints what was found.
     *
     * @return the exit code: 0 clean, 1 findings, 2 could not run
     */
    static int run(String... words) {
        return examine(Fsck.class, "枫桥检查 / Fengqiao fsck", words);
    }

    /** The same with other checks. */
    static int examine(Class<?> checks, String title, String... words) {
        try (ConfigurableApplicationContext rooms = furnish(checks, words)) {
            System.out.printf("%n  %s%n%n", title);
            List<Look> looks = rooms.getBean(Examine.class).examine(Fsck::print);
            long found = looks.stream().mapToLong(Look::found).sum();
            if (found == 0) {
                System.out.printf("%n  没有发现问题。/ Nothing wrong was found.%n%n");
            } else {
                System.out.printf(
                        "%n  共发现 %1$,d 处问题，检查没有改动任何数据。/ %1$,d findings in all; nothing was changed.%n%n", found);
            }
            return found == 0 ? CLEAN : FINDINGS;
        } catch (RuntimeException trouble) {
            BothLanguages why = why(trouble);
            FengqiaoStaysShut.say("检查没有完成 / The check was not completed", why.chinese(), why.english());
            return COULD_NOT_RUN;
        }
    }

    /** Everything is made when it is asked for, so that what goes wrong is told here and only here. */
    static ConfigurableApplicationContext furnish(Class<?> checks, String... words) {
        SpringApplication rooms = new SpringApplication(checks);
        rooms.setWebApplicationType(WebApplicationType.NONE);
        rooms.setLazyInitialization(true);
        rooms.setLogStartupInfo(false);
        return rooms.run(Stream.concat(
                        Arrays.stream(words).filter(word -> word.startsWith("--")),
                        Stream.of("--fengqiao.join=true", "--fengqiao.connections=2"))
                .toArray(String[]::new));
    }

    private static void print(Look look) {
        System.out.printf(
                "  %s %s: 看过 / looked at %,d, 问题 / findings %,d%n",
                look.found() == 0 ? "✓" : "✗", look.about(), look.seen(), look.found());
        for (BothLanguages hint : look.hints()) {
            System.out.printf("      · %s%n        %s%n", hint.chinese(), hint.english());
        }
        for (BothLanguages finding : look.findings()) {
            System.out.printf("      - %s%n        %s%n", finding.chinese(), finding.english());
        }
        if (look.found() > look.findings().size()) {
            System.out.printf(
                    "      … 只列出前 %1$d 处 / only the first %1$d are shown%n",
                    look.findings().size());
        }
        if (look.found() > 0) {
            System.out.printf(
                    "      → %s%n        %s%n",
                    look.advice().chinese(), look.advice().english());
        }
    }

    static BothLanguages why(RuntimeException trouble) {
        for (Throwable cause = trouble; cause != null; cause = cause.getCause()) {
            if (cause instanceof CannotStartException refusal) {
                return new BothLanguages(refusal.chinese(), refusal.english());
            }
            if (cause instanceof BadSqlGrammarException) {
                return new BothLanguages(
                        "数据库里的表与本程序的版本不符。请用平时运行枫桥的同一个版本来检查。",
                        "The tables in the database are of another version than this program. Check with the version that runs the house.");
            }
        }
        return new BothLanguages(
                "检查中断：%s。请确认数据库在运行、磁盘可读，然后再试一次。".formatted(trouble),
                "The check broke off: %s. Make sure that the database runs and the disk can be read, and try again."
                        .formatted(trouble));
    }
}
