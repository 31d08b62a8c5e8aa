package org.fengqiao.channel.paste;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class OverlapTest {
    private static final Fingerprints FINGERPRINTS =
            new Fingerprints("a secret of the town of Qingshi".getBytes(StandardCharsets.UTF_8));
    private static final LocalDateTime SUNDAY = LocalDateTime.parse("2026-11-22T09:00");

    @Test
    void theSameTextPastedAgainHoldsNothingNew() {
        String text = "王阿姨 2026/11/20 10:03\n没水了\n\n老周 2026/11/20 10:04\n我家也是\n";
        assertThat(news(text, text)).isEmpty();
    }

    @Test
    void aStretchThatGoesOnAddsOnlyItsEnd() {
        assertThat(news(
                        "王阿姨 2026/11/20 10:03\n没水了\n\n老周 2026/11/20 10:04\n我家也是\n",
                        "老周 2026/11/20 10:04\n我家也是\n\n水务 2026/11/20 10:09\n马上修\n"))
                .containsExactly("马上修");
    }

    @Test
    void timesFirstAndDatesLaterAreTheSameMessages() {
        assertThat(news(
                        "王阿姨 08:03\n没水了\n\n老周 08:04\n我家也是\n",
                        "王阿姨 2026/11/22 08:03\n没水了\n\n老周 2026/11/22 08:04\n我家也是\n\n水务 2026/11/22 08:09\n马上修\n"))
                .containsExactly("马上修");
    }

    @Test
    void datesThatShowTheSupposedDayWasWrongStillMatchARun() {
        List<MessageKey> known = keys("王阿姨 08:03\n没水了\n\n老周 08:04\n我家也是\n\n李姐 08:05\n六号楼也没\n");
        List<MessageKey> fresh = keys(
                "王阿姨 2026/11/20 08:03\n没水了\n\n老周 2026/11/20 08:04\n我家也是\n\n李姐 2026/11/20 08:05\n六号楼也没\n\n水务 2026/11/20 08:09\n马上修\n");
        assertThat(Overlap.of(known, fresh))
                .extracting(Overlap.Finding::isNew)
                .containsExactly(false, false, false, true);
    }

    @Test
    void aMessageWithoutTimeIsKnownByItsNeighbours() {
        assertThat(news(
                        "王阿姨 2026/11/20 10:03\n没水了\n\n老周 2026/11/20 10:04\n我家也是\n\n李姐 2026/11/20 10:05\n六号楼也没\n",
                        "王阿姨:\n没水了\n\n老周:\n我家也是\n\n李姐:\n六号楼也没\n\n水务:\n马上修\n"))
                .containsExactly("马上修");
    }

    @Test
    void theSameWordsOnAnotherDayAreNew() {
        assertThat(news("王阿姨 2026/11/19 10:03\n没水了\n", "王阿姨 2026/11/20 10:03\n没水了\n"))
                .containsExactly("没水了");
    }

    @Test
    void theSameWordsWithoutTimeAmongOtherWordsAreNew() {
        assertThat(news("王阿姨:\n没水了\n\n老周:\n我家有\n", "李姐:\n早\n\n王阿姨:\n没水了\n\n李姐:\n又停了\n"))
                .containsExactly("早", "没水了", "又停了");
    }

    @Test
    void twoPeopleWhoSayTheSameInTheSameMinuteAreTwo() {
        List<MessageKey> keys = keys("王阿姨 2026/11/20 10:03\n没水了\n\n老周 2026/11/20 10:03\n没水了\n");
        assertThat(keys.stream().map(MessageKey::fingerprint).distinct()).hasSize(2);
        assertThat(news("王阿姨 2026/11/20 10:03\n没水了\n", "老周 2026/11/20 10:03\n没水了\n"))
                .containsExactly("没水了");
    }

    @Test
    void onePersonWhoSaysTheSameTwiceIsHeardTwice() {
        String once = "王阿姨 2026/11/20 10:03\n在吗\n";
        assertThat(keys(once + "\n" + once).stream()
                        .map(MessageKey::fingerprint)
                        .distinct())
                .hasSize(2);
        assertThat(news(once, once + "\n" + once)).containsExactly("在吗");
        assertThat(news(once + "\n" + once, once)).isEmpty();
    }

    @Test
    void aNewMessageGetsAFingerprintThatNoKnownOneHas() {
        List<MessageKey> known = keys("王阿姨:\n在吗\n\n老周:\n在\n");
        List<MessageKey> fresh = keys("李姐:\n早\n\n王阿姨:\n在吗\n\n李姐:\n早\n");
        List<Overlap.Finding> findings = Overlap.of(known, fresh);
        assertThat(findings).allMatch(Overlap.Finding::isNew);
        assertThat(Stream.concat(known.stream(), findings.stream().map(Overlap.Finding::key))
                        .map(MessageKey::fingerprint)
                        .distinct())
                .hasSize(5);
    }

    @Test
    void aFirstMessageCutInItsMiddleIsKnownByItsEnd() {
        assertThat(news(
                        "王阿姨 2026/11/20 10:03\n三楼往下漏水，水都流到走廊了，快来人\n\n老周 2026/11/20 10:04\n我看见了\n",
                        "水都流到走廊了，快来人\n\n老周 2026/11/20 10:04\n我看见了\n\n水务 2026/11/20 10:09\n马上修\n"))
                .containsExactly("马上修");
    }

    @Test
    void aMessageThatWasCutShortBeforeIsNewWhenItComesWhole() {
        assertThat(news(
                        "老周 2026/11/20 10:02\n早\n\n王阿姨 2026/11/20 10:03\n三楼往下漏水\n",
                        "老周 2026/11/20 10:02\n早\n\n王阿姨 2026/11/20 10:03\n三楼往下漏水\n水都流到走廊了\n"))
                .containsExactly("三楼往下漏水\n水都流到走廊了");
    }

    @Test
    void whatTheFirstPasteLeftOutIsNewBetweenWhatIsKnown() {
        assertThat(news(
                        "王阿姨 2026/11/20 10:03\n没水了\n\n水务 2026/11/20 10:09\n马上修\n",
                        "王阿姨 2026/11/20 10:03\n没水了\n\n老周 2026/11/20 10:04\n我家也是\n\n水务 2026/11/20 10:09\n马上修\n"))
                .containsExactly("我家也是");
    }

    @Test
    void spacesAndTheWidthOfLettersMakeNoDifference() {
        assertThat(news("王阿姨 2026/11/20 10:03\n没水了,快来 ABC\n", "王阿姨\u30002026/11/20 10:03\n  没水了，快来ＡＢＣ\n"))
                .isEmpty();
    }

    @Test
    void anOlderStretchPastedLaterIsNewUpToWhatIsKnown() {
        assertThat(news(
                        "老周 2026/11/20 10:04\n我家也是\n\n水务 2026/11/20 10:09\n马上修\n",
                        "王阿姨 2026/11/20 10:03\n没水了\n\n老周 2026/11/20 10:04\n我家也是\n"))
                .containsExactly("没水了");
    }

    @Test
    void keysOfAnotherGroupOrSecretNeverMatch() {
        PastedChat chat = PastedChat.read("王阿姨 2026/11/20 10:03\n没水了\n", SUNDAY);
        List<MessageKey> known = FINGERPRINTS.of(chat, "g1");
        assertThat(Overlap.of(known, FINGERPRINTS.of(chat, "g2"))).allMatch(Overlap.Finding::isNew);
        assertThat(Overlap.of(known, new Fingerprints(new byte[32]).of(chat, "g1")))
                .allMatch(Overlap.Finding::isNew);
        assertThat(FINGERPRINTS.of(chat, "g1")).isEqualTo(known);
    }

    @Test
    void aFingerprintStaysWhatItIsInEveryVersion() {
        PastedChat chat = PastedChat.read("王阿姨 2026/11/20 10:03\n没水了\n", SUNDAY);
        assertThat(FINGERPRINTS.of(chat, "g1").getFirst().fingerprint())
                .isEqualTo("7dd01980d4072932ba0d6a79ea24b54873d477869b53ab5091252e9f7f5b8d00");
    }

    @Test
    void aShortSecretIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Fingerprints(new byte[15]));
    }

    private static List<MessageKey> keys(String text) {
        return FINGERPRINTS.of(PastedChat.read(text, SUNDAY), "青石镇幸福里");
    }

    /** Words of the messages of the second text that the first did not hold. */
    private static List<String> news(String first, String second) {
        PastedChat chat = PastedChat.read(second, SUNDAY);
        List<Overlap.Finding> findings = Overlap.of(keys(first), keys(second));
        List<String> news = new ArrayList<>();
        for (PastedMessage message : chat.messages()) {
            if (findings.get(message.index()).isNew()) {
                news.add(message.words());
            }
        }
        return news;
    }
}
