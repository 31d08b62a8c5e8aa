package org.fengqiao.shared;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TrackingCodeTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ABCD1234EFGH5670",
                "abcd1234efgh5670",
                " abcd-1234-efgh-5670 ",
                "ＡＢＣＤ　１２３４　ＥＦＧＨ　５６７０",
                "ABCD—1234—EFGH—5670",
                "abcdl234efgh567o",
                "ABCDi234EFGH567O"
            })
    void aCodeTypedByHandIsTheCodeOnThePaper(String typed) {
        assertThat(TrackingCode.typed(typed)).map(TrackingCode::spaced).contains("ABCD-1234-EFGH-5670");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "ABCD1234EFGH567",
                "ABCD1234EFGH56700",
                "ABCD1234EFGH567U",
                "ABCD1234EFGH567事",
                "../../etc/passwd",
                "%00"
            })
    void whatCannotBeACodeIsNone(String typed) {
        assertThat(TrackingCode.typed(typed)).isEmpty();
    }
}
