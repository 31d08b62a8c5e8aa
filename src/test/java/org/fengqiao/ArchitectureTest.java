package org.fengqiao;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAnnotation;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.properties.CanBeAnnotated;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.lang.annotation.Annotation;
import java.util.Arrays;
import java.util.Objects;
import javax.crypto.Mac;
import org.fengqiao.access.Allowed;
import org.fengqiao.access.AllowedToEverybody;
import org.jspecify.annotations.NullMarked;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.RequestMapping;

@AnalyzeClasses(packages = "org.fengqiao", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    private static final DescribedPredicate<JavaMethod> ENDPOINT =
            DescribedPredicate.describe("endpoints", method -> method.isMetaAnnotatedWith(RequestMapping.class));

    private static final DescribedPredicate<JavaClass> SIGN = DescribedPredicate.describe(
            "sign",
            type -> type.getDirectDependenciesFromSelf().stream()
                    .anyMatch(dependency -> dependency.getTargetClass().isEquivalentTo(Mac.class)));

    @ArchTest
    static final ArchRule namesSayWhatAThingIs = noClasses()
            .should()
            .haveNameMatching(".*(Impl|Utils?|Helper|Manager|Dto|DTO|VO|Constants|ServiceImpl|AbstractBase.*)")
            .because("such a name says how a class is built and not what it is in the field");

    @ArchTest
    static final ArchRule everyEndpointSaysWhoMayCome = methods()
            .that(ENDPOINT)
            .should(sayWhoMayCome())
            .because("silence means no, and a closed page is found in production instead of here");

    @ArchTest
    static final ArchRule controllersStayInTheirRoom = classes()
            .that()
            .areMetaAnnotatedWith(Controller.class)
            .should()
            .notHaveModifier(JavaModifier.PUBLIC)
            .because("the web is just another client of the use cases; nothing may lean on a controller");

    @ArchTest
    static final ArchRule sqlIsTextBesideItsUse = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("jakarta.persistence..", "org.hibernate..", "org.springframework.data..")
            .because("an object-relational mapper hides the statements whose cost we promise");

    @ArchTest
    static final ArchRule connectionsGoThroughTheWalls = noClasses()
            .that()
            .resideOutsideOfPackage("org.fengqiao.database..")
            .should()
            .callMethod(java.sql.DriverManager.class, "getConnection", String.class, String.class, String.class)
            .orShould()
            .callMethod(javax.sql.DataSource.class, "getConnection")
            .because("a connection taken by hand carries no sight, and one taken as owner sees everything");

    @ArchTest
    static final ArchRule everyPackageIsNullMarked = classes()
            .should(liveInANullMarkedPackage())
            .because("null is part of a signature and is checked by the compiler");

    @ArchTest
    static final ArchRule whatWasSignedIsComparedInConstantTime = noClasses()
            .that(SIGN)
            .should()
            .callMethod(String.class, "equals", Object.class)
            .orShould()
            .callMethod(Arrays.class, "equals", byte[].class, byte[].class)
            .orShould()
            .callMethod(Objects.class, "equals", Object.class, Object.class)
            .because("a comparison that stops at the first wrong byte tells by its time how much was right");

    @ArchTest
    static final ArchRule nobodySleeps = noClasses()
            .that()
            .resideOutsideOfPackage("org.fengqiao.database..")
            .should()
            .callMethod(Thread.class, "sleep", long.class)
            .because("whoever waits for something waits on a condition with a deadline");

    @ArchTest
    static final ArchRule nobodyPrints = noClasses()
            .that()
            .haveNameNotMatching(
                    "org\\.fengqiao\\.(Launch|Fengqiao.*|.*Administrator.*|demo\\..*|upkeep\\..*|.*Fsck.*|Verify|AtTerminal|.*Greeting.*)")
            .should()
            .accessField(System.class, "out")
            .orShould()
            .accessField(System.class, "err")
            .because("only what greets a person at the terminal prints; everything else is logged");

    private static ArchCondition<JavaMethod> sayWhoMayCome() {
        return new ArchCondition<>("say who may come") {
            @Override
            public void check(JavaMethod method, ConditionEvents events) {
                boolean says = says(method, Allowed.class)
                        || says(method, AllowedToEverybody.class)
                        || says(method.getOwner(), Allowed.class)
                        || says(method.getOwner(), AllowedToEverybody.class);
                events.add(new SimpleConditionEvent(method, says, method.getFullName() + " says nothing"));
            }
        };
    }

    /** By itself, or by an annotation that stands for a list of roles. */
    private static boolean says(CanBeAnnotated one, Class<? extends Annotation> annotation) {
        return one.isAnnotatedWith(annotation) || one.isMetaAnnotatedWith(annotation);
    }

    private static ArchCondition<JavaClass> liveInANullMarkedPackage() {
        return new ArchCondition<>("live in a @NullMarked package") {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                boolean marked = type.getPackage()
                        .tryGetPackageInfo()
                        .map(info -> info.getAnnotations().stream()
                                .map(JavaAnnotation::getRawType)
                                .anyMatch(annotation -> annotation.isEquivalentTo(NullMarked.class)))
                        .orElse(false);
                events.add(new SimpleConditionEvent(type, marked, type.getPackageName() + " is not @NullMarked"));
            }
        };
    }
}
