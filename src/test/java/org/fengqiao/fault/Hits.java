package org.fengqiao.fault;

import static org.assertj.core.api.Assertions.assertThat;

/** How often a fault really hit. One that hit less than its least has tested nothing, and the test does not pass (Q2). */
final class Hits {

    private Hits() {}

    static void atLeast(long least, String what, long hits) {
        assertThat(hits).as("%s, else nothing was tested", what).isGreaterThanOrEqualTo(least);
    }
}
