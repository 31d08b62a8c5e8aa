package org.fengqiao.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.fengqiao.database.Sight;
import org.fengqiao.org.Role;
import org.fengqiao.town.InTheHouse;
import org.fengqiao.town.Town;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.util.ReflectionTestUtils;

@InTheHouse
class W7_LockOutTest {

    @Autowired
    Town town;

    @Autowired
    Door door;

    @Autowired
    GiveAccount giveAccount;

    @Autowired
    JdbcClient jdbc;

    @Autowired
    SignIn signIn;

    /** Judges as the house does and counts how often it came to that. */
    private static final class Counting extends Passwords {
        private final AtomicInteger judged = new AtomicInteger();

        Counting() {
            super(PasswordPolicy.DENGBAO.name());
        }

        @Override
        boolean matches(String password, @Nullable String hash) {
            if (hash != null) {
                judged.incrementAndGet();
            }
            return super.matches(password, hash);
        }
    }

    private int officer(String login) {
        return Sight.HOUSE.see(() -> giveAccount
                .give(town.qingshi, "试登录", Role.OFFICER, "", login, Town.PASSWORD, false)
                .officer());
    }

    private int failures(int officer) {
        return jdbc.sql("select failures from access.credential where officer_id = ?")
                .param(officer)
                .query(Integer.class)
                .single();
    }

    /** Too many at once for the connections there are is a refusal too. */
    private boolean letIn(String guess) {
        try {
            return door.letIn("many-doors", guess).isPresent();
        } catch (org.springframework.transaction.CannotCreateTransactionException busy) {
            return false;
        }
    }

    @Test
    void twoHundredParallelWrongPasswordsAreEvaluatedFiveTimesAtMost() throws Exception {
        int officer = officer("many-doors");
        Counting passwords = new Counting();
        Object before = ReflectionTestUtils.getField(signIn, "passwords");
        ReflectionTestUtils.setField(signIn, "passwords", passwords);
        CountDownLatch together = new CountDownLatch(1);
        try (ExecutorService crowd = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Boolean>> tries = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                String guess = "guess-number-" + i;
                tries.add(crowd.submit(() -> {
                    together.await();
                    return letIn(guess);
                }));
            }
            together.countDown();
            for (Future<Boolean> attempt : tries) {
                assertThat(attempt.get(120, TimeUnit.SECONDS)).isFalse();
            }
        } finally {
            ReflectionTestUtils.setField(signIn, "passwords", before);
        }
        assertThat(passwords.judged).as("attempts that got as far as the hash").hasValue(SignIn.ATTEMPTS);
        assertThat(failures(officer)).isEqualTo(SignIn.ATTEMPTS);
        assertThat(door.letIn("many-doors", Town.PASSWORD))
                .as("the right password while locked")
                .isEmpty();
        jdbc.sql("update access.credential set locked_until = now() - interval '1 second' where officer_id = ?")
                .param(officer)
                .update();
        assertThat(door.letIn("many-doors", Town.PASSWORD)).as("and afterwards").isPresent();
        assertThat(failures(officer)).isZero();
    }

    @Test
    void somebodyUnknownTakesAboutAsLongAsSomebodyKnown() {
        officer("known-one");
        long[] known = new long[4];
        long[] unknown = new long[4];
        for (int i = 0; i < 4; i++) {
            known[i] = nanos("known-one");
            unknown[i] = nanos("nobody-at-all");
        }
        Arrays.sort(known);
        Arrays.sort(unknown);
        assertThat(unknown[0] / (double) known[0]).as("ratio of the quickest").isBetween(0.3, 3.0);
    }

    private long nanos(String login) {
        long start = System.nanoTime();
        assertThat(door.letIn(login, "not-the-password")).isEmpty();
        return System.nanoTime() - start;
    }

    @Test
    void whatCannotBeALoginNeverReachesTheDatabase() {
        for (String odd : List.of("\u0000", "a\u0000b", " ", "张三", "x".repeat(10_000), "'; drop table x; --")) {
            assertThat(door.letIn(odd, "whatever")).isEmpty();
        }
        assertThat(door.letIn("he", "x".repeat(100_000))).isEmpty();
    }
}
