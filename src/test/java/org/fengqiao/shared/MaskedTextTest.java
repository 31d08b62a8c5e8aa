package org.fengqiao.shared;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import org.fengqiao.town.Soak;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MaskedTextTest {

    @ParameterizedTest
    @CsvSource({
        "请打19900001234联系, 请打199****1234联系",
        "请打 199 0000 1234 联系, 请打 199****1234 联系",
        "请打+86 199-0000-1234。, 请打199****1234。",
        "１９９００００１２３４, 199****1234",
        "'199\u200B0000\u200B1234', 199****1234",
        "199.0000.1234, 199****1234",
        "(199)0000-1234找我, (199****1234找我",
        "1 9 9 0 0 0 0 1 2 3 4, 199****1234",
        "19900001234/19900005678, 199****1234/199****5678",
        "19900001234 19900005678, 199****1234 199****5678",
        "QQ19900001234, QQ199****1234",
        "019900001234, 199****1234",
        "0317-2000678, 0317-****678",
        "（0317）2000678, （0317-****678",
        "01080000678, 010-*****678",
        "+86 317 2000678, 0317-****678"
    })
    void hidesPhoneNumbers(String words, String masked) {
        assertThat(MaskedText.of(words, List.of())).isEqualTo(masked);
    }

    @ParameterizedTest
    @CsvSource({
        "身份证11010519491231002X已收, 身份证110*************2X已收",
        "110105 19491231 002x, 110*************2x",
        "110105-1949-12-31-002X, 110*************2X",
        "１１０１０５１９４９１２３１００２Ｘ, 110*************2X",
        "110105491231002, 110**********02",
        "卡号6200000000000000000, 卡号620**************00"
    })
    void hidesCitizenNumbersAndAccounts(String words, String masked) {
        assertThat(MaskedText.of(words, List.of()).replace('Ｘ', 'X')).isEqualTo(masked);
    }

    @ParameterizedTest
    @CsvSource({
        "冀J12345挡住了, 冀J***45挡住了",
        "冀J·12345, 冀J***45",
        "冀 J 12345, 冀J***45",
        "冀ｊ１２３４５, 冀j***45",
        "冀JD12345, 冀J****45",
        "冀J1234学, 冀J***4学"
    })
    void hidesPlates(String words, String masked) {
        assertThat(MaskedText.of(words, List.of())).isEqualTo(masked);
    }

    @Test
    void hidesTheNamesGiven() {
        var names = List.of("陈小明", "陈小", "李 ", "Zhang Wei", "阿里木·买买提", "");

        assertThat(MaskedText.of("陈小明和陈小、陈　小　明，李家；zhang wei, Zhang Weimin；阿里木·买买提", names))
                .isEqualTo("陈**和陈*、陈**，李家；z*******, Zhang Weimin；阿*****");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "（2026）QS01-000123",
                "(2026)QS0317-2000001 已办结",
                "2026-11-20 10:03",
                "2026年11月20日上午10点03分",
                "20261120",
                "11月15 2026-11-16 9:00",
                "2026.11.15 2026.11.16",
                "1,380,000.00元",
                "赔偿2500元，各付750元",
                "13800元",
                "请拨110或12345、96110、95588",
                "400-800-0000",
                "3号楼2单元501室",
                "云ABCDEF",
                "共172个群17000人",
                ""
            })
    void leavesTheRestAlone(String words) {
        assertThat(MaskedText.of(words, List.of("陈小明"))).isEqualTo(words);
    }

    @Test
    void noNumberGetsThroughHoweverItIsWritten() {
        Random random = Soak.chance("numbers");
        for (int round = 0; round < 20_000; round++) {
            boolean mobile = random.nextBoolean();
            String number = mobile ? randomMobile(random) : randomCitizen(random);
            String text = randomWords(random) + spelled(number, random) + randomWords(random);
            String masked = MaskedText.of(text, List.of());

            assertThat(Digits.compact(masked).replaceAll("[.·]", ""))
                    .as(text)
                    .doesNotContain(number.substring(0, number.length() - 4));
        }
    }

    @Test
    void noDateAmountOrMatterNumberIsEverHidden() {
        Random random = Soak.chance("dates");
        for (int round = 0; round < 20_000; round++) {
            String kept = switch (random.nextInt(5)) {
                case 0 ->
                    "（20%02d）QS%02d-%06d"
                            .formatted(random.nextInt(100), random.nextInt(100), random.nextInt(1_000_000));
                case 1 ->
                    "20%02d-%02d-%02d %02d:%02d"
                            .formatted(
                                    random.nextInt(100),
                                    1 + random.nextInt(12),
                                    1 + random.nextInt(28),
                                    random.nextInt(24),
                                    random.nextInt(60));
                case 2 ->
                    "20%02d年%d月%d日".formatted(random.nextInt(100), 1 + random.nextInt(12), 1 + random.nextInt(28));
                case 3 -> "%,d.%02d元".formatted(random.nextInt(Integer.MAX_VALUE), random.nextInt(100));
                default -> random.nextInt(1_000_000_000) + "元";
            };
            String text = randomWords(random) + kept + randomWords(random);

            assertThat(MaskedText.of(text, List.of())).isEqualTo(text);
        }
    }

    @Test
    void anEndlessTextTakesNoEndlessTime() {
        String text = "1 ".repeat(50_000) + "1".repeat(50_000) + "0".repeat(50_000) + "冀A".repeat(20_000);

        assertThat(MaskedText.of(text, List.of("陈小明"))).isNotEmpty();
    }

    private static String randomMobile(Random random) {
        return "1" + (3 + random.nextInt(7)) + "%09d".formatted(100_000_000 + random.nextInt(900_000_000));
    }

    private static String randomCitizen(Random random) {
        return "9990%02d%d%02d%02d%03d%s"
                .formatted(
                        random.nextInt(100),
                        1930 + random.nextInt(90),
                        1 + random.nextInt(12),
                        1 + random.nextInt(28),
                        random.nextInt(1000),
                        "0123456789X".charAt(random.nextInt(11)));
    }

    private static String spelled(String number, Random random) {
        String[] gaps = {"", "", "", "", " ", "-", "　", "－", "\u200B", " - ", "\u2013"};
        String gap = gaps[random.nextInt(gaps.length)];
        boolean wide = random.nextInt(4) == 0;
        var spelled = new StringBuilder();
        for (int i = 0; i < number.length(); i++) {
            if (i > 0 && random.nextInt(3) == 0) {
                spelled.append(gap);
            }
            char c = number.charAt(i);
            spelled.append(wide ? (char) (c + 0xFEE0) : c);
        }
        return spelled.toString();
    }

    private static String randomWords(Random random) {
        String[] words = {"", "请打", "，", "我家楼上漏水 ", "tel:", "电话：", "\n", "在3号楼 ", "。谢谢"};
        return words[random.nextInt(words.length)] + words[1 + random.nextInt(words.length - 1)];
    }
}
