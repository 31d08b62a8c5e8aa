package org.fengqiao.town;

import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;

/** Gives the house an empty data folder below {@code target}. */
class FreshDataFolder implements ApplicationContextInitializer<ConfigurableApplicationContext> {

    @Override
    public void initialize(ConfigurableApplicationContext context) {
        TestPropertyValues.of(
                        "fengqiao.data=" + Houses.fresh("house"),
                        "fengqiao.egress=public,127.0.0.0/8",
                        "fengqiao.egress-ports=",
                        "fengqiao.callouts.seconds=3")
                .applyTo(context);
    }
}
