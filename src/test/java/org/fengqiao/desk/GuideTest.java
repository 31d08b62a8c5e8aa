package org.fengqiao.desk;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

class GuideTest {

    private final Guide guide = new Guide();

    @ParameterizedTest
    @FieldSource("org.fengqiao.desk.Guide#PAGES")
    void everyKindOfReaderHasAPageInBothLanguages(String name) {
        assertThat(guide.page(name, Locale.SIMPLIFIED_CHINESE).orElseThrow()).startsWith("<h1>");
        assertThat(guide.page(name, Locale.ENGLISH).orElseThrow())
                .startsWith("<h1>")
                .doesNotContainPattern("[\\u4e00-\\u9fff]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"../application.yaml", "officer.en", "", "OFFICER"})
    void nothingButThePagesIsShown(String name) {
        assertThat(guide.page(name, Locale.SIMPLIFIED_CHINESE)).isEmpty();
    }
}
