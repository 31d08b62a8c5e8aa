package org.fengqiao;

import com.zaxxer.hikari.HikariDataSource;
import java.time.Clock;
import java.time.ZoneId;
import org.fengqiao.audit.AuditTrail;
import org.fengqiao.audit.ChainHash;
import org.fengqiao.audit.Checkpoint;
import org.fengqiao.audit.Checkpoints;
import org.fengqiao.audit.ProvesHistory;
import org.fengqiao.database.BothLanguages;
import org.fengqiao.database.Examine;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.ComponentScan.Filter;
import org.springframework.context.annotation.FilterType;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * {@code java -jar fengqiao.jar verify}: walks along every chain of sealed lines and compares it with every checkpoint, whether the house
 * runs or not; {@code checkpoint} writes one now. What they have in common with {@link Fsck} is there.
 */
@ComponentScan(basePackageClasses = Examine.class)
@ComponentScan(
        basePackageClasses = Fengqiao.class,
        useDefaultFilters = false,
        includeFilters = @Filter(type = FilterType.ASSIGNABLE_TYPE, classes = ProvesHistory.class))
@Import({AuditTrail.class, ChainHash.class, Checkpoints.class})
final class Verify {

    @Bean
    JdbcClient jdbcClient(HikariDataSource dataSource) {
        return JdbcClient.create(dataSource);
    }

    @Bean
    Clock clock() {
        return Clock.system(ZoneId.of("Asia/Shanghai"));
    }

    /**
     * Verifies history and prints what was found.
     *
     * @return the exit code: 0 nothing was rewritten, 1 findings, 2 could not run
     */
    static int run(String... words) {
        return Fsck.examine(Verify.class, "枫桥验证 / Fengqiao verify", words);
    }

    /**
     * Writes a checkpoint and prints where every chain stands.
     *
     * @return the exit code: 0 written, 2 could not run
     */
    static int checkpoint(String... words) {
        try (ConfigurableApplicationContext rooms = Fsck.furnish(Verify.class, words)) {
            Checkpoints checkpoints = rooms.getBean(Checkpoints.class);
            Checkpoint written = checkpoints.write();
            System.out.printf(
                    "%n  已写检查点 %1$d / checkpoint %1$d is written%n  封印 / seal %2$s%n  公钥 / public key %3$s%n%n",
                    written.number(), written.seal(), checkpoints.publicKey());
            return Fsck.CLEAN;
        } catch (RuntimeException trouble) {
            BothLanguages why = Fsck.why(trouble);
            FengqiaoStaysShut.say("没有写成检查点 / No checkpoint was written", why.chinese(), why.english());
            return Fsck.COULD_NOT_RUN;
        }
    }
}
