package org.fengqiao;

import com.zaxxer.hikari.HikariDataSource;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Stream;
import org.fengqiao.audit.AuditTrail;
import org.fengqiao.audit.ChainHash;
import org.fengqiao.audit.Deed;
import org.fengqiao.database.BothLanguages;
import org.fengqiao.database.CannotStartException;
import org.fengqiao.database.Examine;
import org.fengqiao.database.Sight;
import org.fengqiao.vault.HoldsSealed;
import org.fengqiao.vault.RotateKeys;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.ComponentScan.Filter;
import org.springframework.context.annotation.FilterType;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.BadSqlGrammarException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * {@code java -jar fengqiao.jar rotate-keys}: replaces the key of all sealed fields, beside a running house or alone. Of the house only the
 * database, the vault and what the rooms keep in it are furnished.
 */
@ComponentScan(basePackageClasses = {Examine.class, RotateKeys.class})
@ComponentScan(
        basePackageClasses = Fengqiao.class,
        useDefaultFilters = false,
        includeFilters = @Filter(type = FilterType.ASSIGNABLE_TYPE, classes = HoldsSealed.class))
@Import({AuditTrail.class, ChainHash.class})
final class FengqiaoRotatesKeys {

    static final String COMMAND = "rotate-keys";

    private static final Duration NOTICE = Duration.ofSeconds(5);
    private static final int DONE = 0;
    private static final int NOT_ALL = 1;
    private static final int COULD_NOT_RUN = 2;

    @Bean
    Clock clock() {
        return Clock.system(ZoneId.of("Asia/Shanghai"));
    }

    @Bean
    JdbcClient jdbcClient(HikariDataSource dataSource) {
        return JdbcClient.create(dataSource);
    }

    @Bean
    TransactionTemplate transactionTemplate(PlatformTransactionManager transactions) {
        return new TransactionTemplate(transactions);
    }

    /**
     * Replaces the key and prints what was done.
     *
     * @return the exit code: 0 done, 1 the former key had to be kept, 2 could not run
     */
    static int run(String... words) {
        try (ConfigurableApplicationContext rooms = furnish(words)) {
            System.out.printf("%n  更换字段密钥 / Fengqiao rotate-keys%n%n");
            RotateKeys.Outcome outcome = rooms.getBean(RotateKeys.class).rotate(NOTICE, FengqiaoRotatesKeys::print);
            Sight.HOUSE.seeing(() -> rooms.getBean(AuditTrail.class)
                    .keep(
                            Deed.KEYS_REPLACED,
                            "",
                            "",
                            Map.of("destroyed", "" + outcome.destroyed(), "broken", "" + outcome.broken())));
            if (outcome.destroyed()) {
                System.out.printf(
                        "%n  完成。请立即备份新的密钥文件，并重新做一次数据备份：以前的备份里的号码再也读不出来。%n  Done. Back up the new key file now and make a new backup of the data: numbers in earlier backups cannot be read any more.%n%n");
                return DONE;
            }
            System.out.printf(
                    "%n  旧密钥还留着：有 %1$,d 个号码解不开，或有事务一直没有结束。新密钥已在使用，请备份密钥文件，查明后再执行一次。%n  The former key was kept: %1$,d numbers do not open, or a transaction did not end. The new key is in use: back up the key file, look into it and run this again.%n%n",
                    outcome.broken());
            return NOT_ALL;
        } catch (RuntimeException trouble) {
            BothLanguages why = why(trouble);
            FengqiaoStaysShut.say("密钥没有更换 / The key was not replaced", why.chinese(), why.english());
            return COULD_NOT_RUN;
        }
    }

    /** Everything is made when it is asked for, so that what goes wrong is told here and only here. */
    private static ConfigurableApplicationContext furnish(String... words) {
        SpringApplication rooms = new SpringApplication(FengqiaoRotatesKeys.class);
        rooms.setWebApplicationType(WebApplicationType.NONE);
        rooms.setLazyInitialization(true);
        rooms.setLogStartupInfo(false);
        return rooms.run(Stream.concat(
                        Arrays.stream(words).filter(word -> !word.equals(COMMAND)),
                        Stream.of("--fengqiao.join=true", "--fengqiao.connections=2"))
                .toArray(String[]::new));
    }

    private static void print(BothLanguages words) {
        System.out.printf("  · %s%n", words);
    }

    private static BothLanguages why(RuntimeException trouble) {
        for (Throwable cause = trouble; cause != null; cause = cause.getCause()) {
            if (cause instanceof CannotStartException refusal) {
                return new BothLanguages(refusal.chinese(), refusal.english());
            }
            if (cause instanceof BadSqlGrammarException) {
                return new BothLanguages(
                        "数据库里的表与本程序的版本不符。请先用这个版本启动一次枫桥。",
                        "The tables in the database are of another version than this program. Start the house once with this version first.");
            }
        }
        return new BothLanguages(
                "中途断了：%s。已加密的号码都能读，请再执行一次。".formatted(trouble),
                "It broke off: %s. All numbers can still be read; run it again.".formatted(trouble));
    }
}
