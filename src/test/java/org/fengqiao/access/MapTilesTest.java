package org.fengqiao.access;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MapTilesTest {

    private static String originOf(String address) {
        return new MapTiles(address, "").origin();
    }

    @Test
    void picturesMayComeFromTheTileServerAlone() {
        assertThat(originOf("https://tiles.example:8443/gcj/{z}/{x}/{y}.png")).isEqualTo("https://tiles.example:8443");
    }

    @Test
    void aServerOfSeveralNamesIsLetInUnderAllOfThem() {
        assertThat(originOf("https://{s}.tiles.example/{z}/{x}/{y}.png")).isEqualTo("https://*.tiles.example");
        assertThat(originOf("https://webrd0{s}.tiles.example/{z}/{x}/{y}.png")).isEqualTo("https://*.tiles.example");
        assertThat(originOf("//tiles.example/{z}/{x}/{y}.png")).isEqualTo("https://tiles.example");
    }

    @Test
    void tilesOfTheHouseItselfNeedNothingMoreAndNoTilesNothingAtAll() {
        assertThat(originOf("/tiles/{z}/{x}/{y}.png")).isEmpty();
        assertThat(originOf("")).isEmpty();
    }
}
