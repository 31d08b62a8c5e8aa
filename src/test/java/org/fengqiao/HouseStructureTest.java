package org.fengqiao;

import org.junit.jupiter.api.Test;
import org.springframework.modulith.core.ApplicationModules;

class HouseStructureTest {

    @Test
    void callsGoDownTheFloorsOnly() {
        ApplicationModules.of(Fengqiao.class).verify();
    }
}
