package org.fengqiao.known;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * W10: mistakes that were made and published in products like ours. Each has a test that would fail if we made it, too; the test stands
 * with what it is about, and this list leads to it.
 */
class W10_KnownMistakesTest {

    /**
     * A mistake.
     *
     * @param known where it was published, or its number in the Common Weakness Enumeration
     * @param test class and method that would fail
     */
    record Mistake(String what, String known, String test) {
        @Override
        public String toString() {
            return what;
        }
    }

    private static Mistake mistake(String what, String known, String test) {
        return new Mistake(what, known, test);
    }

    static List<Mistake> mistakes() {
        return List.of(
                mistake(
                        "parallel sign-ins outrun the lock-out",
                        "CVE-2022-35490",
                        "access.W7_LockOutTest#twoHundredParallelWrongPasswordsAreEvaluatedFiveTimesAtMost"),
                mistake(
                        "somebody else's rows by a second path",
                        "CVE-2022-40816",
                        "database.I2_ForeignRowsTest#everyStationSeesItsOwnRowAndNoOtherInEveryTable"),
                mistake(
                        "a right missing at one endpoint",
                        "CVE-2022-40817",
                        "access.web.A1_RightsTableTest#everyEndpointAnswersEverybodyAsTheTableSays"),
                mistake(
                        "the house is made to call into its own network",
                        "CVE-2021-3742",
                        "channel.W8_CallsOutTest#noWayOfWritingItLeadsIntoTheOwnNetwork"),
                mistake(
                        "a name that stands for something else a moment later",
                        "CWE-350",
                        "channel.W8_CallsOutTest#theCallGoesToTheAddressThatWasJudged"),
                mistake(
                        "a redirect followed to where nobody judged",
                        "CWE-918",
                        "channel.W8_CallsOutTest#nobodySendsTheHouseElsewhere"),
                mistake(
                        "a formula in a table that is taken along",
                        "CWE-1236",
                        "access.U3_FormulaCellsTest#nothingThatBeginsLikeAFormulaIsOneWhenItIsReadAgain"),
                mistake(
                        "a name in an archive that leads out of the folder",
                        "CVE-2018-1002200",
                        "document.U1_BombsTest#sixtyBadFilesAreRefusedSoonAndCheaply"),
                mistake(
                        "entities of XML that grow without end",
                        "CVE-2003-1564",
                        "document.U1_BombsTest#sixtyBadFilesAreRefusedSoonAndCheaply"),
                mistake(
                        "an upload shown under our own address",
                        "CWE-434",
                        "document.U4_QuarantineTest#aPaperIsToldInTheTimelineAndHandedOutAsAFileToSave"),
                mistake(
                        "a virus handed on",
                        "CWE-507",
                        "document.U4_QuarantineTest#whatIsInQuarantineIsSeenAndNeverServed"),
                mistake(
                        "a picture that takes all memory",
                        "CWE-789",
                        "shared.PhotoReaderTest#aBombIsRefusedBeforeItGoesOff"),
                mistake(
                        "a picture that is a program to its reader",
                        "CVE-2016-3714",
                        "shared.PhotoReaderTest#whatIsNoPhotoIsRefusedByItsContent"),
                mistake(
                        "a photo that tells where it was taken",
                        "CWE-1230",
                        "matter.PhotosTest#aPhotoIsShownWithoutThePositionHiddenInItsFile"),
                mistake(
                        "markup from a field that runs",
                        "CWE-79",
                        "access.web.W4_InjectedMarkupTest#noMarkupFromAFieldRunsOrAsksOnAnyPageThatShowsIt"),
                mistake(
                        "a policy that allows inline scripts",
                        "CWE-693",
                        "access.web.W3_ContentPolicyTest#noPageOfTheHouseBreaksItsContentSecurityPolicyAndHtmxIsHeldShort"),
                mistake(
                        "a change that a page of somebody else asks for",
                        "CWE-352",
                        "access.web.W6_CsrfTest#aChangeWithoutTheTokenOrFromAnotherPageIsRefused"),
                mistake(
                        "a session kept over the sign-in",
                        "CWE-384",
                        "access.web.W5_HeadersTest#aSessionGetsANewNameWhenSomebodySignsIn"),
                mistake(
                        "an open redirect after signing in",
                        "CWE-601",
                        "access.web.W5_HeadersTest#nobodyIsSentToAnotherHouseAfterSigningIn"),
                mistake(
                        "rights that outlive the role",
                        "CWE-613",
                        "access.A5_ChangesHoldAtOnceTest#aDisabledAccountEndsAtOnceAndItsTokensToo"),
                mistake(
                        "an answer that tells who has an account",
                        "CVE-2018-15473",
                        "access.SignInTest#aWrongPasswordAndAnUnknownNameAreAnsweredAlike"),
                mistake(
                        "a path in disguise that passes a filter",
                        "CWE-22",
                        "access.web.W1_BadInputTest#addressesInDisguiseOpenNothing"),
                mistake(
                        "two requests where somebody else sees one",
                        "CVE-2021-33037",
                        "fault.W2_RawSocketsTest#aRequestHiddenInAnotherIsNotAnswered"),
                mistake(
                        "slow callers who take every place",
                        "CVE-2007-6750",
                        "fault.W2_RawSocketsTest#callersWhoNeverFinishKeepNobodyWaiting"),
                mistake(
                        "one client who takes everything",
                        "CWE-770",
                        "fault.W9_FloodTest#oneWhoComesWithoutEndTakesNothingFromTheOthers"),
                mistake(
                        "a forwarded address believed of anybody",
                        "CWE-348",
                        "fault.W9_FloodTest#whoIsNoProxyIsNotBelievedAboutWhoAsks"),
                mistake(
                        "a signature that is nearly right",
                        "CWE-347",
                        "channel.hook.StandardWebhooksTest#tenThousandForgeriesAreAllRefused"),
                mistake(
                        "a call sent again by somebody else",
                        "CWE-294",
                        "channel.web.HookTest#aStaleCallIsRefusedAndNothingIsStored"),
                mistake(
                        "a token that does more than it may",
                        "CWE-863",
                        "matter.api.MatterApiTest#aTokenDoesNoMoreThanItsScopes"),
                mistake(
                        "a connection that carries somebody else's sight",
                        "CWE-488",
                        "database.I4_PoolTest#noConnectionCarriesASightToTheNextBorrower"),
                mistake(
                        "a trail that can be rewritten",
                        "CWE-117",
                        "audit.L3_AppendOnlyTest#noLineIsChangedOrTakenAway"),
                mistake(
                        "a pattern that takes forever",
                        "CWE-1333",
                        "shared.MaskedTextTest#anEndlessTextTakesNoEndlessTime"),
                mistake(
                        "an account of two offices",
                        "CWE-250",
                        "access.A7_ThreeKeepersTest#theDatabaseRefusesItWhateverTheProgramDoes"));
    }

    @ParameterizedTest
    @MethodSource("mistakes")
    void aTestStandsAgainstIt(Mistake mistake) throws ClassNotFoundException {
        String[] test = mistake.test().split("#", 2);
        List<Method> methods = Arrays.stream(
                        Class.forName("org.fengqiao." + test[0]).getDeclaredMethods())
                .filter(method -> method.getName().equals(test[1]))
                .filter(method ->
                        method.isAnnotationPresent(Test.class) || method.isAnnotationPresent(ParameterizedTest.class))
                .toList();

        assertThat(methods).as(mistake.test()).hasSize(1);
        assertThat(mistake.known()).matches("CVE-\\d{4}-\\d{4,7}|CWE-\\d+");
    }

    @Test
    void atLeastTwentyFiveAreKnown() {
        assertThat(mistakes().stream().map(Mistake::what).distinct()).hasSizeGreaterThanOrEqualTo(25);
    }
}
