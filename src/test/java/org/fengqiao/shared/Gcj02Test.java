package org.fengqiao.shared;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class Gcj02Test {

    /** Pairs published with the open libraries eviltransform (first three) and coordtransform (last). */
    @ParameterizedTest
    @CsvSource({
        "121.5272106, 31.1774276, 121.531541859215, 31.17530398364597",
        "113.912316, 22.543847, 113.9171764808363, 22.540796131694766",
        "116.377817, 39.911954, 116.38404722455657, 39.91334545536069",
        "116.404, 39.915, 116.41024449916938, 39.91640428150164"
    })
    void aMeasuredPointLiesWhereTheMapsOfTheCountryShowIt(double east, double north, double mapEast, double mapNorth) {
        Gcj02 point = Gcj02.fromWgs84(east, north);
        assertThat(point.longitude()).isCloseTo(mapEast, within(1e-6));
        assertThat(point.latitude()).isCloseTo(mapNorth, within(1e-6));
    }

    @Test
    void outsideTheCountryNothingIsMoved() {
        assertThat(Gcj02.fromWgs84(2.3522, 48.8566)).isEqualTo(new Gcj02(2.3522, 48.8566));
    }
}
