package org.fengqiao.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.fengqiao.town.Soak;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** P2: both algorithms give the answers the standards print, and those of another implementation where the machine has one. */
class P2_KnownAnswersTest {

    private static final HexFormat HEX = HexFormat.of();

    private static byte[] hex(String digits) {
        return HEX.parseHex(digits.replace(" ", "").toLowerCase(java.util.Locale.ROOT));
    }

    private static byte[] joined(byte[]... parts) {
        byte[] all = new byte[Arrays.stream(parts).mapToInt(part -> part.length).sum()];
        int at = 0;
        for (byte[] part : parts) {
            System.arraycopy(part, 0, all, at, part.length);
            at += part.length;
        }
        return all;
    }

    private static void opens(
            Algorithm algorithm, String key, String nonce, String associated, String plain, String sealed)
            throws GeneralSecurityException {
        Algorithm.Sealer sealer = algorithm.sealer(hex(key));
        byte[] whole = joined(hex(nonce), hex(sealed));
        assertThat(sealer.open(whole, hex(associated))).isEqualTo(hex(plain));
        for (int i = 0; i < whole.length; i++) {
            byte[] changed = whole.clone();
            changed[i] ^= 1;
            assertThatThrownBy(() -> sealer.open(changed, hex(associated)))
                    .as("byte %d changed", i)
                    .isInstanceOf(GeneralSecurityException.class);
        }
    }

    @Test
    void aesGcmOpensWhatItsAuthorsSealed() throws GeneralSecurityException {
        // McGrew and Viega, The Galois/Counter Mode of Operation, test case 16.
        opens(
                Algorithm.AES,
                "feffe9928665731c6d6a8f9467308308feffe9928665731c6d6a8f9467308308",
                "cafebabefacedbaddecaf888",
                "feedfacedeadbeeffeedfacedeadbeefabaddad2",
                "d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a721c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b39",
                "522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0abcc9f662"
                        + "76fc6ece0f4e1768cddf8853bb2d551b");
    }

    @Test
    void sm4GcmOpensWhatTheRfcSealed() throws GeneralSecurityException {
        // RFC 8998, appendix A.1.
        opens(
                Algorithm.SM4,
                "0123456789ABCDEFFEDCBA9876543210",
                "00001234567800000000ABCD",
                "FEEDFACEDEADBEEFFEEDFACEDEADBEEFABADDAD2",
                "AAAAAAAAAAAAAAAABBBBBBBBBBBBBBBBCCCCCCCCCCCCCCCCDDDDDDDDDDDDDDDDEEEEEEEEEEEEEEEEFFFFFFFFFFFFFFFFEEEEEEEEEEEEEEEEAAAAAAAAAAAAAAAA",
                "17F399F08C67D5EE19D0DC9969C4BB7D5FD46FD3756489069157B282BB200735D82710CA5C22F0CCFA7CBF93D496AC15A56834CBCF98C397B4024A2691233B8D"
                        + "83DE3541E4C2B58177E065A9BF7B62EC");
    }

    @Test
    void hmacSha256AnswersAsTheRfcDoes() {
        // RFC 4231, test case 2.
        assertThat(HEX.formatHex(Algorithm.AES.mac(
                        "Jefe".getBytes(StandardCharsets.UTF_8),
                        "what do ya want for nothing?".getBytes(StandardCharsets.UTF_8))))
                .isEqualTo("5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
    }

    @Test
    void sm3AnswersAsTheStandardDoes() {
        // GB/T 32905-2016, appendix A.1 and A.2; a keyed digest is made of the same compression.
        var digest = new org.bouncycastle.crypto.digests.SM3Digest();
        for (String[] one : new String[][] {
            {"abc", "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"},
            {"abcd".repeat(16), "debe9ff92275b8a138604889c18e5a4d6fdb70e5387e5765293dcba39c0c5732"}
        }) {
            byte[] words = one[0].getBytes(StandardCharsets.UTF_8);
            byte[] hash = new byte[32];
            digest.update(words, 0, words.length);
            digest.doFinal(hash, 0);
            assertThat(HEX.formatHex(hash)).isEqualTo(one[1]);
        }
    }

    @Test
    void openSslSealsAndDigestsTheSame(@TempDir Path folder) throws Exception {
        assumeTrue(openSslKnows("sm4-ctr", folder), "openssl with SM4 is not on this machine: not compared");
        Random chance = Soak.chance("P2 openssl");
        int times = Soak.times(20, 1_000);
        for (int i = 0; i < times; i++) {
            byte[] key = bytes(chance, 16);
            byte[] plain = bytes(chance, 1 + chance.nextInt(300));
            byte[] sealed = Algorithm.SM4.sealer(key).seal(plain, bytes(chance, 20));
            // In GCM the words are sealed in counter mode from the second block on (NIST SP 800-38D).
            byte[] counter = joined(Arrays.copyOf(sealed, 12), new byte[] {0, 0, 0, 2});
            assertThat(openSsl(
                            folder, plain, "enc", "-sm4-ctr", "-K", HEX.formatHex(key), "-iv", HEX.formatHex(counter)))
                    .isEqualTo(Arrays.copyOfRange(sealed, 12, sealed.length - 16));
            assertThat(openSsl(
                            folder,
                            plain,
                            "dgst",
                            "-sm3",
                            "-mac",
                            "HMAC",
                            "-macopt",
                            "hexkey:" + HEX.formatHex(key),
                            "-binary"))
                    .isEqualTo(Algorithm.SM4.mac(key, plain));
            assertThat(openSsl(
                            folder,
                            plain,
                            "dgst",
                            "-sha256",
                            "-mac",
                            "HMAC",
                            "-macopt",
                            "hexkey:" + HEX.formatHex(key),
                            "-binary"))
                    .isEqualTo(Algorithm.AES.mac(key, plain));
        }
        System.out.println("P2: SM4-GCM, HMAC-SM3 and HMAC-SHA256 as openssl has them, " + times + " times each");
    }

    private static byte[] bytes(Random chance, int many) {
        byte[] bytes = new byte[many];
        chance.nextBytes(bytes);
        return bytes;
    }

    private static boolean openSslKnows(String cipher, Path folder) {
        try {
            return new String(openSsl(folder, new byte[0], "enc", "-list"), StandardCharsets.UTF_8).contains(cipher);
        } catch (IOException | InterruptedException | AssertionError none) {
            return false;
        }
    }

    private static byte[] openSsl(Path folder, byte[] in, String... words) throws IOException, InterruptedException {
        Path given = Files.write(folder.resolve("in"), in);
        Path taken = folder.resolve("out");
        Process process = new ProcessBuilder(Stream.concat(Stream.of("openssl"), List.of(words).stream())
                        .toList())
                .redirectInput(given.toFile())
                .redirectOutput(taken.toFile())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        assertThat(process.waitFor()).as("openssl %s", words[0]).isZero();
        return Files.readAllBytes(taken);
    }
}
