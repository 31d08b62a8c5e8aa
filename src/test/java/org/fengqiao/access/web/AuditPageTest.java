package org.fengqiao.access.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.fengqiao.access.GiveAccount;
import org.fengqiao.audit.AuditTrail;
import org.fengqiao.audit.Deed;
import org.fengqiao.database.Sight;
import org.fengqiao.org.Role;
import org.fengqiao.town.EveryRow;
import org.fengqiao.town.InTheHouse;
import org.fengqiao.town.Town;
import org.fengqiao.town.Visitor;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

@InTheHouse
class AuditPageTest {

    private static final Deed LOOKED = Deed.named("test.page");

    @LocalServerPort
    int port;

    @Autowired
    Town town;

    @Autowired
    GiveAccount giveAccount;

    @Autowired
    AuditTrail trail;

    @Autowired
    EveryRow rows;

    private Visitor auditor;

    @BeforeEach
    void anAuditorAndALine() {
        if (rows.count("access.credential where login = 'auditor-of-trail'") == 0) {
            Sight.HOUSE.see(() -> giveAccount.give(
                    town.bureau, "审计员", Role.AUDITOR, "900777", "auditor-of-trail", Town.PASSWORD, false));
        }
        auditor = Visitor.signedIn(port, "auditor-of-trail", Town.PASSWORD);
        town.chen.sight().seeing(() -> trail.keep(LOOKED, "resident/77", "=HYPERLINK(1)", Map.of("count", "3")));
    }

    @Test
    void theAuditorReadsWhoDidWhatAndWhy() {
        assertThat(auditor.see("/audit?about=resident/77&what=test.page").body())
                .contains("陈晓岚", "resident/77", "用途：=HYPERLINK(1)", "count");
        assertThat(auditor.see("/audit?about=resident/77&who=吴海").body()).contains("没有符合的记录");
        assertThat(auditor.see("/audit?from=2099-01-01").body()).contains("没有符合的记录");
    }

    @Test
    void whatIsKeptByNameIsToldInWords() {
        town.chen
                .sight()
                .seeing(() ->
                        trail.keep(LOOKED, "resident/78", "OTHER: 补办证件", Map.of("from", "OFFICER", "to", "unit/3")));
        assertThat(auditor.see("/audit?about=resident/78").body())
                .contains("群众 78", "用途：其他 · 补办证件", "原来：民警", "现在：单位 3");
    }

    @Test
    void aLongTrailIsReadPageByPage() {
        for (int i = 0; i < 55; i++) {
            int n = i;
            town.chen.sight().seeing(() -> trail.keep(LOOKED, "paged/" + n, "", Map.of()));
        }
        String first = auditor.see("/audit?about=paged").body();
        assertThat(first).contains("paged/54").doesNotContain("paged/3<");
        String next =
                first.replaceAll("(?s).*rel=\"next\" href=\"([^\"]+)\".*", "$1").replace("&amp;", "&");
        assertThat(auditor.see(next).body()).contains("paged/3<", "paged/0<").doesNotContain("paged/54");
    }

    @Test
    void theTableIsTakenAlongWithoutFormulasAndLeavesALine() {
        long before = rows.count("audit.line where what = 'audit.exported'");
        String table = auditor.see("/audit.csv?about=resident/77").body();
        assertThat(table).startsWith("\uFEFF").contains("\"'=HYPERLINK(1)\"", "\"陈晓岚\"");
        assertThat(rows.count("audit.line where what = 'audit.exported'")).isEqualTo(before + 1);
    }
}
