package org.fengqiao.matter.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import javax.imageio.ImageIO;
import org.fengqiao.access.SignedIn;
import org.fengqiao.access.Tokens;
import org.fengqiao.town.InTheHouse;
import org.fengqiao.town.Pictures;
import org.fengqiao.town.Program;
import org.fengqiao.town.Program.Answer;
import org.fengqiao.town.Soon;
import org.fengqiao.town.Town;
import org.fengqiao.town.Visitor;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;

@InTheHouse
class MatterPhotosApiTest {

    /** More than the pool has connections. */
    private static final int SLOW = 24;

    @Autowired
    Town town;

    @Autowired
    Tokens tokens;

    @LocalServerPort
    int port;

    Program chen;

    @BeforeEach
    void aProgramActsForChen() {
        chen = programOf(town.chen);
    }

    private String tokenOf(SignedIn who) {
        return town.as(who, () -> tokens.issue(who, "照片", List.of("matters:read", "matters:write"), 1));
    }

    private Program programOf(SignedIn who) {
        return new Program(port, tokenOf(who));
    }

    private String wall() {
        Answer opened = chen.post(
                "/api/v1/matters", "{\"kind\":\"HAZARD\",\"words\":\"墙裂了，打 19900001234 找郑秀梅\",\"asker\":\"郑秀梅\"}");
        assertThat(opened.status()).as(opened.body()).isEqualTo(201);
        return opened.header("Location");
    }

    private static String key() {
        return UUID.randomUUID().toString();
    }

    private List<String> happenings(String matter) {
        List<String> what = new ArrayList<>();
        chen.get(matter + "/timeline")
                .json()
                .forEach(line -> what.add(line.get("what").asString()));
        return what;
    }

    @Test
    void photosAddedByAProgramStandInTheMatterAndAreShownAsOnItsPage() throws IOException {
        String matter = wall();
        Answer added = chen.postPhotos(
                key(),
                matter + "/photos",
                List.of(Pictures.of(960, 320, 0xAA5500), Pictures.of(40, 40, 0x0055AA)),
                "words",
                "拍了两张");
        assertThat(added.status()).as(added.body()).isEqualTo(200);
        assertThat(added.header("ETag")).isEqualTo("\"2\"");
        JsonNode photos = chen.get(matter).json().get("photos");
        assertThat(photos).hasSize(2);
        assertThat(photos.get(0).get("id")).isEqualTo(added.json().get("photos").get(0));
        assertThat(photos.get(0).get("width").asInt()).isEqualTo(960);
        JsonNode noted = chen.get(matter + "/timeline").json().get(1);
        assertThat(noted.get("what").asString()).isEqualTo("Noted");
        assertThat(noted.get("data").get("words").asString()).isEqualTo("拍了两张");
        assertThat(noted.get("data").get("photos")).isEqualTo(added.json().get("photos"));

        String photo = "/photos/" + photos.get(0).get("id").asLong();
        HttpResponse<byte[]> full = chen.fetch(matter + photo);
        HttpResponse<byte[]> onThePage = Visitor.signedIn(port, town.chen).fetch(matter.replace("/api/v1", "") + photo);
        assertThat(full.body()).isEqualTo(onThePage.body());
        for (String header : List.of(
                "Content-Type",
                "Cache-Control",
                "X-Content-Type-Options",
                "Content-Security-Policy",
                "Content-Disposition")) {
            assertThat(full.headers().firstValue(header))
                    .as(header)
                    .isEqualTo(onThePage.headers().firstValue(header));
        }
        HttpResponse<byte[]> small = chen.fetch(matter + photo + "?size=small");
        assertThat(ImageIO.read(new ByteArrayInputStream(small.body())).getWidth())
                .isEqualTo(480);
    }

    @Test
    void photosTheResidentSentAreWordsOfTheResident() {
        String matter = wall();
        Answer added = chen.postPhotos(key(), matter + "/photos", List.of(Pictures.of(30, 30, 0x112233)), "as", "WORD");
        assertThat(added.status()).as(added.body()).isEqualTo(200);
        assertThat(happenings(matter)).containsExactly("Opened", "WordAdded");
    }

    @Test
    void whatIsRefusedIsNamedAndLeavesNothing() {
        String matter = wall();
        byte[] good = Pictures.of(20, 20, 0x445566);
        byte[] torn = Arrays.copyOf("\u0089PNG\r\n\u001A\n".getBytes(StandardCharsets.ISO_8859_1), 300);
        String photos = matter + "/photos";
        assertThat(chen.postPhotos(key(), photos, List.of(good, "no picture".getBytes(StandardCharsets.UTF_8)))
                        .status())
                .isEqualTo(400);
        assertThat(chen.postPhotos(key(), photos, List.of(torn)).status()).isEqualTo(400);
        assertThat(chen.postPhotos(key(), photos, List.of(new byte[0])).status())
                .isEqualTo(400);
        assertThat(chen.postPhotos(key(), photos, Collections.nCopies(10, good)).status())
                .isEqualTo(413);
        assertThat(chen.postPhotos(key(), photos, List.of(new byte[15 * 1024 * 1024 + 1]))
                        .status())
                .isEqualTo(413);
        Answer none = chen.postPhotos(key(), photos, List.of(), "words", "没有照片");
        assertThat(none.status()).isEqualTo(400);
        assertThat(none.json().get("field").asString()).isEqualTo("photos");
        Answer mistyped = chen.postPhotos(key(), photos, List.of(good), "word", "写错了");
        assertThat(mistyped.status()).isEqualTo(400);
        assertThat(mistyped.json().get("field").asString()).isEqualTo("word");
        Answer neither = chen.postPhotos(key(), photos, List.of(good), "as", "ANSWER");
        assertThat(neither.json().get("detail").asString()).contains("NOTE, WORD");
        assertThat(chen.postPhotos(key(), photos, List.of(good), "seen", "7").status())
                .isEqualTo(409);
        assertThat(chen.postPhotos("", photos, List.of(good)).status()).isEqualTo(400);
        assertThat(chen.post(photos, "{}").status()).isEqualTo(415);
        assertThat(happenings(matter)).containsExactly("Opened");
        assertThat(chen.get(matter).json().get("photos")).isEmpty();
    }

    @Test
    void anotherStationCannotTellAForeignPhotoFromNone() {
        String matter = wall();
        long photo = chen.postPhotos(key(), matter + "/photos", List.of(Pictures.of(20, 20, 0x778899)))
                .json()
                .get("photos")
                .get(0)
                .asLong();
        Program wu = programOf(town.wu);
        Answer foreign = wu.get(matter + "/photos/" + photo);
        Answer none = wu.get(matter + "/photos/999999999");
        assertThat(foreign.status()).isEqualTo(404);
        assertThat(foreign.body().replace("/" + photo, ""))
                .isEqualTo(none.body().replace("/999999999", ""));
        assertThat(wu.postPhotos(key(), matter + "/photos", List.of(Pictures.of(20, 20, 1)))
                        .status())
                .isEqualTo(404);
        assertThat(happenings(matter)).containsExactly("Opened", "Noted");
    }

    @Test
    void aPartnerSeesThePhotosOfWhatItWasHandedAndNoNamesOrNumbers() {
        String matter = wall();
        long photo = chen.postPhotos(key(), matter + "/photos", List.of(Pictures.of(20, 20, 0x123456)))
                .json()
                .get("photos")
                .get(0)
                .asLong();
        chen.post(matter + "/partner", "{\"unit\":%d,\"task\":\"请看墙\"}".formatted(town.heating));
        Program liu = programOf(town.liu);
        assertThat(liu.fetch(matter + "/photos/" + photo).statusCode()).isEqualTo(200);
        String list = liu.get("/api/v1/matters?size=200").body();
        assertThat(list).contains("墙裂了");
        for (String told :
                List.of(liu.get(matter).body(), liu.get(matter + "/timeline").body(), list)) {
            assertThat(told).doesNotContain("19900001234", "郑秀梅");
        }
        assertThat(chen.get(matter).body()).contains("19900001234", "郑秀梅");
    }

    @Test
    void uploadsThatArriveSlowlyHoldNoConnectionOfTheDatabase() throws IOException {
        String matter = wall();
        String token = tokenOf(town.chen);
        List<Socket> slow = new ArrayList<>();
        try {
            for (int i = 0; i < SLOW; i++) {
                Socket upload = new Socket("localhost", port);
                slow.add(upload);
                upload.getOutputStream()
                        .write(("POST " + matter + "/photos HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer "
                                        + token + "\r\nIdempotency-Key: " + key()
                                        + "\r\nContent-Type: multipart/form-data; boundary=b\r\nContent-Length: 1000000\r\n\r\n"
                                        + "--b\r\nContent-Disposition: form-data; name=\"photos\"; filename=\"a\"\r\n\r\n")
                                .getBytes(StandardCharsets.US_ASCII));
                upload.getOutputStream().flush();
            }
            Soon.it("all are being read", () -> reading() >= SLOW);
            assertThat(chen.get(matter).status()).isEqualTo(200);
            assertThat(chen.post(matter + "/take", "").status()).isEqualTo(200);
        } finally {
            for (Socket upload : slow) {
                upload.close();
            }
        }
        assertThat(happenings(matter)).containsExactly("Opened", "Taken");
    }

    private static long reading() {
        return Thread.getAllStackTraces().values().stream()
                .filter(stack -> Arrays.stream(stack)
                        .anyMatch(frame -> frame.getMethodName().equals("parseParts")))
                .count();
    }
}
