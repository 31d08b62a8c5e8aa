package org.fengqiao.intake.door;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.fengqiao.shared.RefusedException;
import org.junit.jupiter.api.Test;

class KnocksTest {

    private final AtomicLong now = new AtomicLong();
    private final Knocks knocks = new Knocks(3, 5, now::get);

    private void knock(int times, String address, String door) {
        for (int i = 0; i < times; i++) {
            knocks.count(address, door);
        }
    }

    private void isTooOften(String address, String door) {
        assertThatThrownBy(() -> knocks.count(address, door))
                .isInstanceOfSatisfying(
                        RefusedException.class,
                        refusal -> org.assertj.core.api.Assertions.assertThat(refusal.key())
                                .isEqualTo("refused.door.often"));
    }

    @Test
    void oneAddressIsHeardSoOftenAndNoMore() {
        knock(3, "192.0.2.1", "a");
        isTooOften("192.0.2.1", "b");
        assertThatCode(() -> knocks.count("192.0.2.2", "b")).doesNotThrowAnyException();
    }

    @Test
    void oneDoorTakesSoMuchAndNoMore() {
        knock(3, "192.0.2.1", "a");
        knock(2, "192.0.2.2", "a");
        isTooOften("192.0.2.3", "a");
        assertThatCode(() -> knocks.count("192.0.2.3", "b")).doesNotThrowAnyException();
    }

    @Test
    void afterTenMinutesItIsForgotten() {
        knock(3, "192.0.2.1", "a");
        now.addAndGet(Duration.ofMinutes(10).toNanos() - 1);
        isTooOften("192.0.2.1", "a");
        now.addAndGet(1);
        assertThatCode(() -> knocks.count("192.0.2.1", "a")).doesNotThrowAnyException();
    }
}
