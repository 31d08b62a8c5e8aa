package org.fengqiao.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.fengqiao.people.KeepResident;
import org.fengqiao.people.NewResident;
import org.fengqiao.people.RecogniseResident;
import org.fengqiao.people.ResidentSheets;
import org.fengqiao.shared.PhoneNumber;
import org.fengqiao.town.EveryRow;
import org.fengqiao.town.InTheHouse;
import org.fengqiao.town.Soak;
import org.fengqiao.town.Town;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** P4: while keys are replaced under load nothing is unreadable and no number gets two sheets; with the key that was destroyed nothing opens. */
@InTheHouse
class P4_KeyRotationTest {

    /** The house looks at the file once a second. */
    private static final Duration NOTICE = Duration.ofMillis(1_500);

    private static final AtomicInteger LAST = new AtomicInteger();

    @Autowired
    Town town;

    @Autowired
    KeepResident keepResident;

    @Autowired
    RecogniseResident recogniseResident;

    @Autowired
    ResidentSheets sheets;

    @Autowired
    RotateKeys rotateKeys;

    @Autowired
    Vault vault;

    @Autowired
    EveryRow rows;

    @Autowired
    JdbcClient jdbc;

    private static PhoneNumber fresh() {
        return PhoneNumber.of("199044%05d".formatted(LAST.incrementAndGet()));
    }

    private long keep(PhoneNumber phone) {
        return town.as(town.chen, () -> keepResident.keep(town.qingshi, NewResident.of("白某", phone)));
    }

    private record Sealed(long id, int unit, byte[] bytes) {}

    private List<Sealed> allSealed() {
        return rows.see(() -> jdbc.sql(
                        "select id, unit_id, phone_sealed from people.resident where phone_sealed is not null limit 100")
                .query((row, n) -> new Sealed(row.getLong(1), row.getInt(2), row.getBytes(3)))
                .list());
    }

    @Test
    void nothingIsUnreadableMeanwhileAndNothingOpensWithTheDestroyedKey() throws Exception {
        Random chance = Soak.chance("P4");
        int rotations = Soak.times(2, 10);
        Map<PhoneNumber, Long> kept = new ConcurrentHashMap<>();
        for (int i = 0; i < 60; i++) {
            PhoneNumber phone = fresh();
            kept.put(phone, keep(phone));
        }
        AtomicBoolean goesOn = new AtomicBoolean(true);
        AtomicLong read = new AtomicLong();
        AtomicLong written = new AtomicLong();
        long destroyed = 0;
        try (ExecutorService load = Executors.newFixedThreadPool(4)) {
            List<Future<?>> workers = new ArrayList<>();
            for (int worker = 0; worker < 4; worker++) {
                Random own = new Random(chance.nextLong());
                workers.add(load.submit(() -> {
                    while (goesOn.get()) {
                        List<PhoneNumber> known = List.copyOf(kept.keySet());
                        PhoneNumber phone = known.get(own.nextInt(known.size()));
                        long id = kept.getOrDefault(phone, 0L);
                        assertThat(town.as(town.chen, () -> sheets.require(id)).phone())
                                .isEqualTo(phone.masked());
                        assertThat(town.as(town.chen, () -> recogniseResident.byPhone(town.qingshi, phone)))
                                .contains(id);
                        read.incrementAndGet();
                        if (own.nextInt(4) == 0) {
                            PhoneNumber another = fresh();
                            long now = keep(another);
                            assertThat(keep(another)).isEqualTo(now);
                            kept.put(another, now);
                            written.incrementAndGet();
                        }
                    }
                    return true;
                }));
            }
            for (int i = 0; i < rotations; i++) {
                List<Sealed> before = allSealed();
                RotateKeys.Outcome outcome = rotateKeys.rotate(NOTICE, words -> {});
                assertThat(outcome.broken()).isZero();
                assertThat(outcome.destroyed()).isTrue();
                assertThat(outcome.sealed()).isGreaterThanOrEqualTo(before.size());
                for (Sealed one : before) {
                    assertThatThrownBy(() -> vault.open(
                                    Field.indexed("people.resident", "phone"), one.unit(), one.id(), one.bytes()))
                            .isInstanceOf(SealBrokenException.class);
                    destroyed++;
                }
            }
            goesOn.set(false);
            for (Future<?> worker : workers) {
                worker.get();
            }
        }
        System.out.printf(
                "P4: %d rotations, %d reads and %d new sheets meanwhile, 0 unreadable; %d of %d values refused with the destroyed keys%n",
                rotations, read.get(), written.get(), destroyed, destroyed);
        assertThat(read.get()).as("read meanwhile").isGreaterThan(100);
        assertThat(destroyed).isPositive();
        assertThat(
                        rows.count(
                                "(select unit_id, phone_index from people.resident where phone_index is not null group by 1, 2 having count(*) > 1) twice"))
                .isZero();
        kept.forEach((phone, id) ->
                assertThat(town.as(town.chen, () -> sheets.require(id)).phone()).isEqualTo(phone.masked()));
    }

    @Test
    void whereAValueOpensWithNoKeyTheFormerKeyIsKept() {
        long id = keep(fresh());
        byte[] good = rows.read("select phone_sealed from people.resident where id = ?", byte[].class, id);
        byte[] spoilt = good.clone();
        spoilt[spoilt.length - 1] ^= 1;
        rows.write("update people.resident set phone_sealed = ? where id = ?", spoilt, id);
        RotateKeys.Outcome outcome = rotateKeys.rotate(NOTICE, words -> {});
        assertThat(outcome.broken()).isOne();
        assertThat(outcome.destroyed()).isFalse();
        rows.write("update people.resident set phone_sealed = ? where id = ?", good, id);
        assertThat(town.as(town.chen, () -> sheets.require(id)).phone()).isNotEmpty();
        assertThat(rotateKeys.rotate(NOTICE, words -> {}).destroyed()).isTrue();
        assertThat(town.as(town.chen, () -> sheets.require(id)).phone()).isNotEmpty();
    }
}
