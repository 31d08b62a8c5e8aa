package org.fengqiao.access.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.fengqiao.access.Tokens;
import org.fengqiao.audit.AuditTrail;
import org.fengqiao.audit.Deed;
import org.fengqiao.shared.RefusedException;
import org.fengqiao.town.InTheHouse;
import org.fengqiao.town.Program;
import org.fengqiao.town.Town;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;

@InTheHouse
class AuditApiTest {

    private static final Deed LOOKED = Deed.named("test.api");

    @LocalServerPort
    int port;

    @Autowired
    Town town;

    @Autowired
    Tokens tokens;

    @Autowired
    AuditTrail trail;

    private Program auditor() {
        return new Program(port, town.as(town.fang, () -> tokens.issue(town.fang, "看守", List.of("audit:read"), 1)));
    }

    @Test
    void aProgramOfTheAuditorReadsTheTrailPageByPage() {
        String thing = "shelf/" + UUID.randomUUID().toString().substring(0, 8);
        for (int i = 0; i < 5; i++) {
            int n = i;
            town.chen.sight().seeing(() -> trail.keep(LOOKED, thing, "核实身份", Map.of("n", "" + n)));
        }
        Program program = auditor();
        JsonNode first =
                program.get("/api/v1/audit?size=3&what=test.api&thing=" + thing).json();
        assertThat(first.path("items")).hasSize(3);
        JsonNode newest = first.path("items").get(0);
        assertThat(newest.path("who").asString()).isEqualTo("陈晓岚");
        assertThat(newest.path("what").asString()).isEqualTo("test.api");
        assertThat(newest.path("purpose").asString()).isEqualTo("核实身份");
        assertThat(newest.path("more").path("n").asString()).isEqualTo("4");
        assertThat(newest.path("at").asString()).endsWith("Z");
        JsonNode second = program.get("/api/v1/audit?size=3&thing=" + thing + "&next="
                        + first.path("next").asString())
                .json();
        assertThat(second.path("items")).hasSize(2);
        assertThat(second.path("items").get(1).path("more").path("n").asString())
                .isEqualTo("0");
        assertThat(second.path("next").isNull()).isTrue();
    }

    @Test
    void nobodyElsesProgramReadsIt() {
        String token = town.as(town.chen, () -> tokens.issue(town.chen, "读", List.of("matters:read"), 1));
        assertThat(new Program(port, token).get("/api/v1/audit").status()).isEqualTo(403);
        assertThatThrownBy(() -> town.as(town.chen, () -> tokens.issue(town.chen, "看守", List.of("audit:read"), 1)))
                .isInstanceOf(RefusedException.class);
        assertThat(auditor().get("/api/v1/matters").status()).isEqualTo(403);
    }
}
