package org.fengqiao.document;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.fengqiao.access.SignedIn;
import org.fengqiao.access.Tokens;
import org.fengqiao.matter.NewMatter;
import org.fengqiao.matter.OpenMatter;
import org.fengqiao.matter.Way;
import org.fengqiao.town.InTheHouse;
import org.fengqiao.town.Program;
import org.fengqiao.town.Town;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

/** A program puts papers beside a matter and takes them away, as an officer does at the desk. */
@InTheHouse
class MatterDocumentsApiTest {

    @LocalServerPort
    int port;

    @Autowired
    Town town;

    @Autowired
    Tokens tokens;

    @Autowired
    OpenMatter openMatter;

    private String papers;
    private Program chen;

    @BeforeEach
    void aMatter() {
        long matter = town.as(
                        town.chen,
                        () -> openMatter.open(
                                NewMatter.of(town.qingshi, "DISPUTE", "树枝伸过墙", Way.DESK), Town.actor(town.chen)))
                .id();
        papers = "/api/v1/matters/" + matter + "/documents";
        chen = programOf(town.chen, "matters:read", "matters:write");
    }

    private Program programOf(SignedIn who, String... scopes) {
        return new Program(port, town.as(who, () -> tokens.issue(who, "文件", List.of(scopes), 1)));
    }

    private Program.Answer attach(Program program, String key, byte[] paper, String... fields) {
        return program.postFiles(key, papers, "document", List.of(paper), fields);
    }

    private static String key() {
        return UUID.randomUUID().toString();
    }

    @Test
    void aPaperIsAttachedOnceListedAndTakenAwayAsAFileToSave() {
        byte[] paper = Papers.docx(Map.of());
        String key = key();

        Program.Answer added = attach(chen, key, paper, "words", "协议");

        assertThat(added.status()).as(added.body()).isEqualTo(201);
        long document = added.json().get("document").asLong();
        Program.Answer again = attach(chen, key, paper, "words", "协议");
        assertThat(again.status()).isEqualTo(201);
        assertThat(again.header("Idempotency-Replayed")).isEqualTo("true");
        assertThat(again.json()).isEqualTo(added.json());
        Program.Answer list = chen.get(papers);
        assertThat(list.json()).hasSize(1);
        assertThat(list.json().get(0).get("id").asLong()).isEqualTo(document);
        assertThat(list.json().get(0).get("name").asString()).endsWith(".docx");
        HttpResponse<byte[]> file = chen.fetch(papers + "/" + document);
        assertThat(file.body()).isEqualTo(paper);
        assertThat(file.headers().firstValue("Content-Disposition").orElse("")).startsWith("attachment");
        assertThat(file.headers().allValues("Content-Security-Policy")).containsExactly("default-src 'none'; sandbox");
    }

    @Test
    void whatIsRefusedAtTheDeskIsRefusedHereInTheSameShape() {
        byte[] paper = Papers.pdf("");
        assertThat(attach(chen, key(), "hello".getBytes(java.nio.charset.StandardCharsets.UTF_8)))
                .satisfies(answer -> {
                    assertThat(answer.status()).isEqualTo(400);
                    assertThat(answer.header("Content-Type")).startsWith("application/problem+json");
                    assertThat(answer.json().get("detail").asString()).contains("PDF");
                });
        assertThat(attach(chen, "", paper).status()).as("no key").isEqualTo(400);
        assertThat(attach(chen, key(), paper, "wrods", "x").status())
                .as("unknown field")
                .isEqualTo(400);
        assertThat(attach(programOf(town.chen, "matters:read"), key(), paper).status())
                .isEqualTo(403);
        assertThat(attach(programOf(town.wu, "matters:read", "matters:write"), key(), paper)
                        .status())
                .as("another station")
                .isEqualTo(404);
        assertThat(programOf(town.wu, "matters:read").get(papers).status()).isEqualTo(404);
        assertThat(chen.get(papers).json()).isEmpty();
        String used = key();
        assertThat(attach(chen, used, paper).status()).isEqualTo(201);
        assertThat(attach(chen, used, Papers.docx(Map.of())).status())
                .as("another paper under the key")
                .isEqualTo(409);
        assertThat(attach(chen, key(), paper).status())
                .as("the same paper under another key")
                .isEqualTo(409);
    }

    @Test
    void whatIsInQuarantineIsListedWithItsReasonAndNeverHandedOut() {
        assertThat(attach(chen, key(), Papers.docx("word/media/a.txt", Papers.EICAR))
                        .status())
                .isEqualTo(201);
        var listed = chen.get(papers).json().get(0);
        assertThat(listed.get("quarantined").asString()).isEqualTo("VIRUS");
        assertThat(chen.get(papers + "/" + listed.get("id").asLong()).status()).isEqualTo(410);
    }
}
