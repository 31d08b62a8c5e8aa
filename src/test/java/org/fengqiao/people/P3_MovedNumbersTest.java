package org.fengqiao.people;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.fengqiao.access.SignedIn;
import org.fengqiao.shared.PhoneNumber;
import org.fengqiao.town.EveryRow;
import org.fengqiao.town.InTheHouse;
import org.fengqiao.town.Soak;
import org.fengqiao.town.Town;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** P3: a sealed number that was carried to another row, column or station, or changed in one bit, opens nowhere. */
@InTheHouse
class P3_MovedNumbersTest {

    @Autowired
    Town town;

    @Autowired
    KeepResident keepResident;

    @Autowired
    ResidentSheets sheets;

    @Autowired
    EveryRow rows;

    private record Person(long id, SignedIn known, PhoneNumber phone) {}

    private List<Person> people() {
        List<Person> people = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            SignedIn known = i % 2 == 0 ? town.chen : town.wu;
            PhoneNumber phone = PhoneNumber.of("199033%05d".formatted(i));
            NewResident told = NewResident.of("沈某", phone).identified(FictionalNumbers.adult(7_000 + i), null);
            people.add(new Person(town.as(known, () -> keepResident.keep(known.unit(), told)), known, phone));
        }
        return people;
    }

    private byte[] sealed(String column, Person person) {
        return rows.read(
                "select %s_sealed from people.resident where id = ?".formatted(column), byte[].class, person.id());
    }

    private void put(String column, Person person, byte[] sealed) {
        rows.write("update people.resident set %s_sealed = ? where id = ?".formatted(column), sealed, person.id());
    }

    @Test
    void whatWasMovedDoesNotOpen() {
        List<Person> people = people();
        Random chance = Soak.chance("P3");
        int times = Soak.times(300, 10_000);
        int refused = 0;
        int[] ways = new int[4];
        for (int i = 0; i < times; i++) {
            Person from = people.get(chance.nextInt(people.size()));
            Person to = people.get(chance.nextInt(people.size()));
            String source = chance.nextBoolean() ? "phone" : "citizen";
            String target = chance.nextBoolean() ? "phone" : "citizen";
            byte[] carried = sealed(source, from);
            byte[] own = sealed(target, to);
            if (from.id() == to.id() && source.equals(target)) {
                carried[6 + chance.nextInt(carried.length - 6)] ^= (byte) (1 << chance.nextInt(8));
                ways[3]++;
            } else {
                ways[from.known().unit() != to.known().unit() ? 0 : from.id() != to.id() ? 1 : 2]++;
            }
            put(target, to, carried);
            Resident shown = town.as(to.known(), () -> sheets.require(to.id()));
            assertThat(target.equals("phone") ? shown.phone() : shown.citizen())
                    .as("%s of %s in %s of %s", source, from, target, to)
                    .isIn("无法解密", "cannot be opened");
            refused++;
            put(target, to, own);
        }
        System.out.printf(
                "P3: %d of %d refused: %d from another station, %d from another row, %d from another column, %d changed in one bit%n",
                refused, times, ways[0], ways[1], ways[2], ways[3]);
        assertThat(ways).doesNotContain(0);
        for (Person person : people) {
            assertThat(town.as(person.known(), () -> sheets.require(person.id()))
                            .phone())
                    .as("what was put back opens")
                    .isEqualTo(person.phone().masked());
        }
    }
}
