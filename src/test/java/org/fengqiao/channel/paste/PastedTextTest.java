package org.fengqiao.channel.paste;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.charset.Charset;
import java.util.List;
import java.util.Properties;
import java.util.Random;
import org.fengqiao.shared.RefusedException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PastedTextTest {
    private static final String CHAT =
            "王阿姨 2026/11/20 10:03\r\n我家的葱让人拔了😡，镕镕也看见了\r\n\r\n老周 2026/11/20 10:05\r\n报警吧\r\n";

    @ParameterizedTest
    @ValueSource(strings = {"UTF-8", "GB18030", "UTF-16LE", "UTF-16BE"})
    void anUploadWithoutAMarkIsReadInItsEncoding(String encoding) {
        assertThat(PastedText.decode(CHAT.getBytes(Charset.forName(encoding))))
                .isEqualTo(new PastedText(CHAT, Charset.forName(encoding)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-8", "UTF-16LE", "UTF-16BE"})
    void anUploadWithAMarkIsReadWithoutIt(String encoding) {
        assertThat(PastedText.decode(("\ufeff" + CHAT).getBytes(Charset.forName(encoding))))
                .isEqualTo(new PastedText(CHAT, Charset.forName(encoding)));
    }

    @Test
    void aFewWordsAreEnoughToKnowTheEncoding() {
        Charset gbk = Charset.forName("GBK");
        for (String words : List.of("没水了", "楼上漏水", "王阿姨:\n在吗", "收到")) {
            assertThat(PastedText.decode(words.getBytes(gbk)).text()).isEqualTo(words);
            assertThat(PastedText.decode(words.getBytes(UTF_8)).text()).isEqualTo(words);
            assertThat(PastedText.decode((words + "\n").getBytes(UTF_16LE)).text())
                    .isEqualTo(words + "\n");
            assertThat(PastedText.decode((words + "\n").getBytes(UTF_16BE)).text())
                    .isEqualTo(words + "\n");
        }
    }

    @Test
    void nothingIsReadAsNothing() {
        assertThat(PastedText.decode(new byte[0]).text()).isEmpty();
        assertThat(PastedText.decode("\ufeff".getBytes(UTF_8)).text()).isEmpty();
    }

    @Test
    void aPictureIsRefusedAsNoText() {
        byte[] png = "\u0089PNG\r\n\u001a\n\0\0\0\rIHDR\0\0\1\0\0\0\1\0\b\6\0\0\0\\r\u00a8f".getBytes(ISO_8859_1);
        assertRefused(png, "refused.paste.not-text");
        byte[] noise = new byte[4_096];
        new Random(7).nextBytes(noise);
        assertRefused(noise, "refused.paste.not-text");
    }

    @Test
    void bytesOfAnotherEncodingAreRefused() {
        assertRefused(
                "R\u00e9sum\u00e9 d\u00e9j\u00e0 vu \u00ff\u00ff\u00ff".getBytes(ISO_8859_1), "refused.paste.encoding");
        assertRefused(new byte[] {(byte) 0xef, (byte) 0xbb, (byte) 0xbf, (byte) 0xff}, "refused.paste.encoding");
        assertRefused(new byte[] {(byte) 0xff, (byte) 0xfe, 0x60}, "refused.paste.encoding");
    }

    @Test
    void moreThanAMebibyteIsRefused() {
        assertRefused(new byte[PastedChat.MOST_BYTES + 1], "refused.paste.large");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"refused.paste.large", "refused.paste.many", "refused.paste.not-text", "refused.paste.encoding"})
    void eachRefusalHasASentenceInBothLanguages(String key) throws Exception {
        for (String file : List.of("messages-channel.properties", "messages-channel_en.properties")) {
            Properties sentences = new Properties();
            try (var reader =
                    new java.io.InputStreamReader(PastedTextTest.class.getResourceAsStream("/i18n/" + file), UTF_8)) {
                sentences.load(reader);
            }
            assertThat(sentences.getProperty(key)).as(file).isNotBlank();
        }
    }

    private static void assertRefused(byte[] bytes, String key) {
        assertThatExceptionOfType(RefusedException.class)
                .isThrownBy(() -> PastedText.decode(bytes))
                .satisfies(refused -> assertThat(refused.key()).isEqualTo(key));
    }
}
