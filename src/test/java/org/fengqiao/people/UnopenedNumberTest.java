package org.fengqiao.people;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.fengqiao.shared.PhoneNumber;
import org.fengqiao.town.EveryRow;
import org.fengqiao.town.InTheHouse;
import org.fengqiao.town.Town;
import org.fengqiao.town.Visitor;
import org.fengqiao.vault.Vault;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.test.web.server.LocalServerPort;

/** One sealed number that does not open is one word on one row: every list goes on, it is told once and counted until it is put right. */
@InTheHouse
@ExtendWith(OutputCaptureExtension.class)
class UnopenedNumberTest {

    @LocalServerPort
    int port;

    @Autowired
    Town town;

    @Autowired
    KeepResident keepResident;

    @Autowired
    EveryRow rows;

    @Autowired
    Vault vault;

    private long keep(String name, String phone) {
        return town.as(town.chen, () -> keepResident.keep(town.qingshi, NewResident.of(name, PhoneNumber.of(phone))));
    }

    @Test
    void theListGoesOnAndTheNumberCanBeWrittenAnew(CapturedOutput log) {
        long sound = keep("花某", "19905700001");
        long spoilt = keep("皮某", "19905700002");
        rows.write(
                "update people.resident set phone_sealed = set_byte(phone_sealed, 20, (get_byte(phone_sealed, 20) + 1) % 256) where id = ?",
                spoilt);
        int before = vault.unopened();
        Visitor chen = Visitor.signedIn(port, town.chen);
        for (int i = 0; i < 3; i++) {
            var list = chen.see("/residents");
            assertThat(list.statusCode()).isEqualTo(200);
            assertThat(list.body()).contains("无法解密", "/residents/" + sound, "/residents/" + spoilt);
        }
        var table = chen.fetch("/residents.xlsx");
        assertThat(table.statusCode()).isEqualTo(200);
        assertThat(vault.unopened()).isEqualTo(before + 1);
        Matcher told = Pattern.compile("people\\.resident\\.phone of row " + spoilt + "\\b")
                .matcher(log.getAll());
        assertThat(told.results().count()).as("told once").isOne();
        String running = Visitor.signedIn(port, town.he).see("/followers").body();
        assertThat(running).contains("无法解密的号码");
        chen.see("/residents/" + spoilt);
        var reveal = chen.send("/residents/" + spoilt + "/reveal", "purpose", "VERIFY");
        assertThat(reveal.statusCode()).isEqualTo(409);
        assertThat(reveal.body()).contains("无法解密");
        assertThat(chen.send("/residents/" + spoilt, "name", "皮某", "phone", "19905700003")
                        .statusCode())
                .isEqualTo(302);
        assertThat(chen.see("/residents/" + spoilt).body()).contains("199****0003");
        assertThat(vault.unopened()).isEqualTo(before);
    }
}
