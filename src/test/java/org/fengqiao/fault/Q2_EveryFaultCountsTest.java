package org.fengqiao.fault;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Q2: every fault test of the lines R says how often its fault hit, and does not pass where that was too seldom. */
@AnalyzeClasses(packages = "org.fengqiao.fault")
class Q2_EveryFaultCountsTest {

    @ArchTest
    static final ArchRule everyFaultTestCounts = classes()
            .that()
            .haveSimpleNameStartingWith("R")
            .and()
            .haveNameMatching(".*\\.R\\d+_\\w+Test")
            .should()
            .callMethod(Hits.class, "atLeast", long.class, String.class, long.class)
            .because("a fault that did not hit proves nothing");
}
