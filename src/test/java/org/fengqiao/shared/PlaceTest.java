package org.fengqiao.shared;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PlaceTest {

    @Test
    void wordsAloneAreAPlaceAndSoIsAPointAlone() {
        assertThat(Place.of(" 柳河镇 3 号楼 ").words()).isEqualTo("柳河镇 3 号楼");
        assertThat(Place.of("柳河镇").hasPoint()).isFalse();
        assertThat(new Place("", 116.85, 38.31).hasPoint()).isTrue();
    }

    @Test
    void nowhereIsRefused() {
        assertThat(refusal("", null, null)).isEqualTo("refused.place.empty");
    }

    @Test
    void halfAPointIsRefused() {
        assertThat(refusal("柳河镇", 116.85, null)).isEqualTo("refused.place.half");
    }

    @Test
    void aPointOffTheGlobeIsRefused() {
        assertThat(refusal("柳河镇", 180.1, 38.0)).isEqualTo("refused.place.range");
        assertThat(refusal("柳河镇", 116.0, -90.1)).isEqualTo("refused.place.range");
        assertThat(refusal("柳河镇", Double.NaN, 38.0)).isEqualTo("refused.place.range");
    }

    private static String refusal(String words, @Nullable Double longitude, @Nullable Double latitude) {
        return catchThrowableOfType(RefusedException.class, () -> new Place(words, longitude, latitude))
                .key();
    }
}
