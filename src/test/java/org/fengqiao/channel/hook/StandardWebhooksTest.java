package org.fengqiao.channel.hook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import org.fengqiao.shared.RefusedException;
import org.fengqiao.shared.RefusedException.Reason;
import org.fengqiao.town.Soak;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StandardWebhooksTest {

    /** The example that the reference libraries of the convention test themselves with. */
    private static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

    private static final String ID = "msg_p5jXN8AQM9LWM0D4loKWxJek";
    private static final String SENT = "1614265330";
    private static final byte[] BODY = "{\"test\": 2432232314}".getBytes(StandardCharsets.UTF_8);
    private static final String SIGNATURE = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=";
    private static final Instant THEN = Instant.ofEpochSecond(1614265330);

    private final StandardWebhooks bridge = new StandardWebhooks(List.of(SECRET));

    @Test
    void signsAsTheReferenceDoes() {
        assertThat(bridge.sign(ID, THEN, BODY)).isEqualTo(SIGNATURE);
    }

    @Test
    void takesWhatTheReferenceSigned() {
        assertThatCode(() -> bridge.verify(ID, SENT, SIGNATURE, BODY, THEN)).doesNotThrowAnyException();
    }

    @Test
    void takesACallIfOneOfSeveralSignaturesFits() {
        String several =
                "v1,Ceo5qEr07ixe2NLpvHk3FH9bwy/WavXrAFQ/9tdO6mc= v1a,hnO3f9T8Ytu9HwrXslvumlUpqtNVqkhqw/enGzPCXe5BdqzCInXqYXFymVJaA7AZdpXwVLPo3mNl8EM+m7TBAg== "
                        + SIGNATURE;

        assertThatCode(() -> bridge.verify(ID, SENT, several, BODY, THEN)).doesNotThrowAnyException();
    }

    @Test
    void takesTheOldSecretAndTheNewWhileItIsBeingChanged() {
        var changing = new StandardWebhooks(List.of(StandardWebhooks.newSecret(), SECRET));

        assertThatCode(() -> changing.verify(ID, SENT, SIGNATURE, BODY, THEN)).doesNotThrowAnyException();
        assertThatCode(() -> changing.verify(ID, SENT, changing.sign(ID, THEN, BODY), BODY, THEN))
                .doesNotThrowAnyException();
        assertThat(changing.sign(ID, THEN, BODY)).isNotEqualTo(SIGNATURE);
    }

    @ParameterizedTest
    @CsvSource({"-301, false", "-300, true", "0, true", "300, true", "301, false"})
    void takesACallWithinFiveMinutesEitherWay(long seconds, boolean taken) {
        var refused = refusal(ID, SENT, SIGNATURE, BODY, THEN.plusSeconds(seconds));

        assertThat(refused == null).isEqualTo(taken);
        if (refused != null) {
            assertThat(refused.key()).isEqualTo("refused.hook.time");
            assertThat(refused.reason()).isEqualTo(Reason.NOT_ALLOWED);
        }
    }

    @Test
    void aMissingOrMalformedHeaderIsSaidToBeThat() {
        for (String id : new String[] {null, "", "a b", "a\nb", "信", "x".repeat(257)}) {
            assertThat(key(refusal(id, SENT, SIGNATURE, BODY, THEN))).isEqualTo("refused.hook.headers");
        }
        for (String sent :
                new String[] {null, "", "x", "-1", "+1614265330", "1614265330.0", "99999999999999999999", "１６１４２６５３３０"
                }) {
            assertThat(key(refusal(ID, sent, SIGNATURE, BODY, THEN))).isEqualTo("refused.hook.headers");
        }
        assertThat(key(refusal(ID, SENT, null, BODY, THEN))).isEqualTo("refused.hook.headers");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "v1",
                "v1,",
                "g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
                "v2,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
                "V1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
                "v1a,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
                "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE",
                "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OF=",
                "v1,g0hM9SsE-OTPJTGt_tmIKtSyZlE3uFJELVlNIOLJ1OE="
            })
    void aSignatureThatIsNotExactlyRightIsRefused(String signatures) {
        assertThat(key(refusal(ID, SENT, signatures, BODY, THEN))).isEqualTo("refused.hook.signature");
    }

    @Test
    void aHeaderFullOfWrongSignaturesIsNotReadToItsEnd() {
        String many = "v1,AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA= ".repeat(100_000);

        assertThat(key(refusal(ID, SENT, many + SIGNATURE, BODY, THEN))).isEqualTo("refused.hook.signature");
    }

    @Test
    void tenThousandForgeriesAreAllRefused() {
        Random random = Soak.chance("forgeries");
        for (int round = 0; round < 10_000; round++) {
            String id = ID;
            String sent = SENT;
            String signature = SIGNATURE;
            byte[] body = BODY;
            switch (round % 8) {
                case 0 -> body = flipped(body, random);
                case 1 -> body = Arrays.copyOf(body, random.nextInt(body.length));
                case 2 -> body = Arrays.copyOf(body, body.length + 1 + random.nextInt(9));
                case 3 -> id = text(flipped(bytes(id), random));
                case 4 -> id = id.substring(random.nextInt(id.length() - 1) + 1);
                case 5 -> sent = Long.toString(1614265330L + 1 + random.nextInt(299));
                case 6 -> signature = text(flipped(bytes(signature), random));
                default -> signature = signature.substring(0, random.nextInt(signature.length()));
            }
            assertThat(refusal(id, sent, signature, body, THEN))
                    .as("round %d", round)
                    .isNotNull();
        }
    }

    @Test
    void bytesCannotBeMovedAcrossTheDots() {
        assertThat(refusal(ID + "." + SENT, SENT, SIGNATURE, BODY, THEN)).isNotNull();
        assertThat(refusal(ID, SENT, SIGNATURE, bytes("." + text(BODY)), THEN)).isNotNull();
        assertThatThrownBy(() -> bridge.sign("a.b", THEN, BODY)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "whsec_",
                "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
                "whsec_c2hvcnQ=",
                "whsec_***",
                "whpk_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
            })
    void aSecretThatIsNoneIsRefusedAndNotRepeated(String secret) {
        var refused = catchThrowableOfType(RefusedException.class, () -> new StandardWebhooks(List.of(secret)));

        assertThat(refused.key()).isEqualTo("refused.hook.secret");
        assertThat(refused.args()).doesNotContain(secret);
    }

    @Test
    void newSecretsAreGoodAndNeverTheSame() {
        assertThat(StandardWebhooks.newSecret()).isNotEqualTo(StandardWebhooks.newSecret());
        assertThatCode(() -> new StandardWebhooks(List.of(StandardWebhooks.newSecret())))
                .doesNotThrowAnyException();
    }

    @Test
    void anIdentifierHasUpToTwoHundredAndFiftySixVisibleSigns() {
        for (String id : List.of("!", "~", "x".repeat(256))) {
            assertThat(refusal(id, SENT, bridge.sign(id, THEN, BODY), BODY, THEN))
                    .as(id)
                    .isNull();
        }
        for (String none : List.of("", " ", "a\u007F", ".a", "x".repeat(257))) {
            assertThatThrownBy(() -> bridge.sign(none, THEN, BODY))
                    .as(none)
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void aMomentHasUpToTwelveDigits() {
        for (String sent : List.of("0", "9", "999999999999")) {
            Instant at = Instant.ofEpochSecond(Long.parseLong(sent));
            assertThat(refusal(ID, sent, bridge.sign(ID, at, BODY), BODY, at))
                    .as(sent)
                    .isNull();
        }
        assertThat(key(refusal(ID, "1000000000000", SIGNATURE, BODY, THEN))).isEqualTo("refused.hook.headers");
    }

    @Test
    void aSecretHasTwentyFourToSixtyFourBytes() {
        for (int bytes : new int[] {24, 64}) {
            assertThatCode(() -> new StandardWebhooks(List.of(secretOf(bytes)))).doesNotThrowAnyException();
        }
        for (int bytes : new int[] {23, 65}) {
            assertThatThrownBy(() -> new StandardWebhooks(List.of(secretOf(bytes))))
                    .isInstanceOf(RefusedException.class);
        }
        assertThatThrownBy(() -> new StandardWebhooks(List.of())).isInstanceOf(IllegalArgumentException.class);
    }

    private static String secretOf(int bytes) {
        return "whsec_" + Base64.getEncoder().encodeToString(new byte[bytes]);
    }

    @Test
    void theSixteenthSignatureIsTheLastThatIsLookedAt() {
        String wrong = "v1,AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA= ";
        assertThat(refusal(ID, SENT, wrong.repeat(15) + SIGNATURE, BODY, THEN)).isNull();
        assertThat(key(refusal(ID, SENT, wrong.repeat(16) + SIGNATURE, BODY, THEN)))
                .isEqualTo("refused.hook.signature");
    }

    @Test
    void aBodyThatIsNoTextIsSignedByteByByte() {
        byte[] body = new byte[256];
        for (int i = 0; i < body.length; i++) {
            body[i] = (byte) i;
        }

        assertThat(refusal(ID, SENT, bridge.sign(ID, THEN, body), body, THEN)).isNull();
        assertThat(refusal("id-1", SENT, bridge.sign("id-1", THEN, new byte[0]), new byte[0], THEN))
                .isNull();
    }

    private @Nullable RefusedException refusal(
            @Nullable String id, @Nullable String sent, @Nullable String signature, byte[] body, Instant now) {
        try {
            bridge.verify(id, sent, signature, body, now);
            return null;
        } catch (RefusedException refused) {
            return refused;
        }
    }

    private static @Nullable String key(@Nullable RefusedException refused) {
        return refused == null ? null : refused.key();
    }

    private static byte[] flipped(byte[] right, Random random) {
        byte[] wrong = right.clone();
        wrong[random.nextInt(wrong.length)] ^= (byte) (1 << random.nextInt(8));
        return wrong;
    }

    private static byte[] bytes(String latin1) {
        return latin1.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static String text(byte[] latin1) {
        return new String(latin1, StandardCharsets.ISO_8859_1);
    }
}
