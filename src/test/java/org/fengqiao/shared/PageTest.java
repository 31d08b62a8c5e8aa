package org.fengqiao.shared;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PageTest {

    @Test
    void walkingAllPagesMeetsEveryRowOnce() {
        var met = new ArrayList<Integer>();
        PageKey from = null;
        do {
            Page<Integer> page = Page.of(rowsAfter(from, 4), 3, PageKey::of);
            met.addAll(page.items());
            from = page.next();
        } while (from != null);

        assertThat(met).isEqualTo(IntStream.range(0, 10).boxed().toList());
    }

    @Test
    void aListThatJustFillsItsPageHasNoNext() {
        assertThat(Page.of(List.of("a", "b"), 2, PageKey::of).hasNext()).isFalse();
    }

    @Test
    void aKeyComesBackAsItWentOut() {
        var asked = Instant.parse("2026-11-20T02:03:04.123456Z");
        var key = PageKey.of(asked, 4711L, "陈家村 & 枫桥/1");

        PageKey back = PageKey.parse(key.toString());

        assertThat(back).isEqualTo(key);
        assertThat(back.instant(0)).isEqualTo(asked);
        assertThat(back.number(1)).isEqualTo(4711);
        assertThat(back.text(2)).isEqualTo("陈家村 & 枫桥/1");
        assertThat(key.toString()).matches("[A-Za-z0-9_-]+");
    }

    @ParameterizedTest
    @ValueSource(strings = {"%%%", "a b", "gA", "====", "'; drop table matter; --"})
    void aForgedKeyIsRefusedInPlainWords(String word) {
        assertThat(catchThrowableOfType(RefusedException.class, () -> PageKey.parse(word))
                        .key())
                .isEqualTo("refused.page.key");
    }

    @Test
    void aKeyOfAnotherListIsRefusedInPlainWords() {
        var key = PageKey.of("x");

        assertThatThrownBy(() -> key.number(0)).isInstanceOf(RefusedException.class);
        assertThatThrownBy(() -> key.instant(0)).isInstanceOf(RefusedException.class);
        assertThatThrownBy(() -> key.text(1)).isInstanceOf(RefusedException.class);
    }

    private static List<Integer> rowsAfter(@Nullable PageKey from, int limit) {
        int start = from == null ? 0 : (int) from.number(0) + 1;
        return IntStream.range(start, Math.min(10, start + limit)).boxed().toList();
    }
}
