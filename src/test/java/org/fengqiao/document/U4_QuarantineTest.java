package org.fengqiao.document;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import org.fengqiao.matter.NewMatter;
import org.fengqiao.matter.OpenMatter;
import org.fengqiao.matter.Way;
import org.fengqiao.town.EveryRow;
import org.fengqiao.town.InTheHouse;
import org.fengqiao.town.Town;
import org.fengqiao.town.Visitor;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

/** U4 and the way of a paper: put beside a matter, told in its timeline, handed out as a file to save, or never. */
@InTheHouse
class U4_QuarantineTest {

    @LocalServerPort
    int port;

    @Autowired
    Town town;

    @Autowired
    OpenMatter openMatter;

    @Autowired
    EveryRow rows;

    private long matter;
    private Visitor chen;

    @BeforeEach
    void aMatter() {
        matter = town.as(
                        town.chen,
                        () -> openMatter.open(
                                NewMatter.of(town.qingshi, "DISPUTE", "楼上漏水", Way.DESK), Town.actor(town.chen)))
                .id();
        chen = Visitor.signedIn(port, town.chen);
        chen.see("/matters/" + matter);
    }

    private HttpResponse<String> attach(Visitor who, byte[] file) {
        return who.sendFiles("/matters/" + matter + "/documents", "document", List.of(file), "words", "调解协议");
    }

    private long newest() {
        return rows.read("select coalesce(max(id), 0) from document.document where matter_id = ?", Long.class, matter);
    }

    @Test
    void aPaperIsToldInTheTimelineAndHandedOutAsAFileToSave() {
        byte[] paper = Papers.docx(Map.of());
        assertThat(attach(chen, paper).statusCode()).isEqualTo(302);
        assertThat(chen.see("/matters/" + matter).body()).contains("调解协议", "📎", ".docx", "/documents/");

        HttpResponse<byte[]> file = chen.fetch("/matters/" + matter + "/documents/" + newest());

        assertThat(file.statusCode()).isEqualTo(200);
        assertThat(file.body()).isEqualTo(paper);
        assertThat(file.headers().firstValue("Content-Disposition").orElse("")).startsWith("attachment");
        assertThat(file.headers().allValues("X-Content-Type-Options")).containsOnly("nosniff");
        assertThat(file.headers().allValues("Content-Security-Policy"))
                .as("one policy, and it is the strict one")
                .containsExactly("default-src 'none'; sandbox");
        assertThat(attach(chen, paper).statusCode()).as("the same again").isEqualTo(409);
    }

    @Test
    void whatIsInQuarantineIsSeenAndNeverServed() {
        for (byte[] bad : List.of(
                Papers.docx("word/media/a.txt", Papers.EICAR), Papers.pdf("4 0 obj << /Encrypt 5 0 R >> endobj"))) {
            assertThat(attach(chen, bad).statusCode()).isEqualTo(302);
            assertThat(chen.see("/matters/" + matter).body()).contains("已隔离");
            HttpResponse<byte[]> file = chen.fetch("/matters/" + matter + "/documents/" + newest());
            assertThat(file.statusCode()).isEqualTo(410);
            assertThat(new String(file.body(), java.nio.charset.StandardCharsets.ISO_8859_1))
                    .doesNotContain("EICAR", "%PDF");
        }
    }

    @Test
    void anotherStationAndAPartnerGetNothing() {
        attach(chen, Papers.pdf(""));
        String address = "/matters/" + matter + "/documents/" + newest();
        assertThat(Visitor.signedIn(port, town.wu).see(address).statusCode()).isEqualTo(404);
        assertThat(Visitor.signedIn(port, town.liu).see(address).statusCode()).isEqualTo(403);
        Visitor wu = Visitor.signedIn(port, town.wu);
        wu.see("/matters");
        assertThat(attach(wu, Papers.pdf("% other")).statusCode()).isEqualTo(404);
    }

    @Test
    void whatIsRefusedLeavesNothing() {
        assertThat(attach(chen, "<svg onload=alert(1)>".getBytes(java.nio.charset.StandardCharsets.UTF_8))
                        .statusCode())
                .isEqualTo(400);
        assertThat(rows.count("document.document where matter_id = ?", matter)).isZero();
        assertThat(chen.see("/matters/" + matter).body()).doesNotContain("📎");
    }
}
