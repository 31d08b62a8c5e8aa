package org.fengqiao.people;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.LocalDate;
import org.fengqiao.shared.CitizenNumber;
import org.fengqiao.shared.PhoneNumber;
import org.fengqiao.shared.RefusedException;
import org.fengqiao.town.EveryRow;
import org.fengqiao.town.InTheHouse;
import org.fengqiao.town.Town;
import org.fengqiao.town.Visitor;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

/** P8: a child's number is kept only with consent, its sheet is read only for a purpose, and every reading is kept. */
@InTheHouse
class P8_ChildrenTest {

    private static final String ADDRESS = "柳荫里 3 号小芽家";

    @LocalServerPort
    int port;

    @Autowired
    Town town;

    @Autowired
    KeepResident keepResident;

    @Autowired
    EveryRow rows;

    private static NewResident child(int n, String consent) {
        CitizenNumber citizen = FictionalNumbers.of(LocalDate.now().minusYears(10), 200 + n);
        return NewResident.of("苗小芽" + n, PhoneNumber.of("199073%05d".formatted(n)))
                .identified(citizen, consent)
                .living(ADDRESS);
    }

    private long keep(int n) {
        return town.as(town.chen, () -> keepResident.keep(town.qingshi, child(n, "父亲书面同意")));
    }

    @Test
    void withoutAGuardiansConsentNothingIsKept() {
        assertThatThrownBy(() -> town.as(town.chen, () -> keepResident.keep(town.qingshi, child(1, " "))))
                .isInstanceOfSatisfying(
                        RefusedException.class,
                        refusal -> assertThat(refusal.field()).isEqualTo("consent"));
    }

    @Test
    void everyReadingNeedsAPurposeAndIsKept() {
        long id = keep(2);
        Visitor chen = Visitor.signedIn(port, town.chen);
        assertThat(chen.see("/residents").body()).contains("未满 14 周岁", "苗小芽2").doesNotContain(ADDRESS);
        String at = "/residents/" + id;
        assertThat(chen.see(at).body()).contains("说明用途").doesNotContain(ADDRESS, "199****", "父亲书面同意");
        for (String[] said : new String[][] {{}, {"purpose", "OTHER"}, {"purpose", "CURIOUS"}}) {
            assertThat(chen.send(at + "/read", said).statusCode()).isEqualTo(400);
        }
        String trail = "audit.line where what = 'resident.child-read' and about = ?";
        assertThat(rows.count(trail, "resident/" + id)).isZero();
        for (int i = 1; i <= 3; i++) {
            var read = chen.send(at + "/read", "purpose", "OTHER", "words", "苗小芽2走失，联系家长");
            assertThat(read.body()).contains(ADDRESS, "父亲书面同意", "199****");
            assertThat(read.headers().firstValue("Cache-Control")).contains("no-store");
            assertThat(rows.count(trail, "resident/" + id)).isEqualTo(i);
        }
        assertThat(rows.count(trail + " and position('苗小芽' in purpose) > 0", "resident/" + id))
                .as("the name is hidden in the trail")
                .isZero();
        Visitor wu = Visitor.signedIn(port, town.wu);
        wu.see("/");
        assertThat(wu.send(at + "/read", "purpose", "VERIFY").statusCode()).isEqualTo(404);
    }
}
