package org.fengqiao.town;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.annotation.Import;
import org.springframework.test.context.ContextConfiguration;

/** Like {@link InTheHouse}, in a second house: for tests that put made-up rows everywhere and press every button they find. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@SpringBootTest(
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = "spring.application.name=second-house")
@ContextConfiguration(initializers = FreshDataFolder.class)
@Import({Town.class, Browser.class, EveryRow.class, Robots.class})
public @interface InAHouseOfItsOwn {}
