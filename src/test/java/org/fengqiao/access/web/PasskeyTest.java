package org.fengqiao.access.web;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import java.util.EnumSet;
import java.util.UUID;
import org.fengqiao.access.Door;
import org.fengqiao.access.Factors;
import org.fengqiao.access.GiveAccount;
import org.fengqiao.access.SignedIn;
import org.fengqiao.database.Sight;
import org.fengqiao.org.Role;
import org.fengqiao.town.Browser;
import org.fengqiao.town.EveryRow;
import org.fengqiao.town.InTheHouse;
import org.fengqiao.town.Town;
import org.fengqiao.town.Visitor;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.util.ReflectionTestUtils;

/** Passkeys in a real Chromium, with a key that the browser plays. */
@InTheHouse
class PasskeyTest {

    @Autowired
    Town town;

    @Autowired
    GiveAccount giveAccount;

    @Autowired
    Door door;

    @Autowired
    Factors factors;

    @Autowired
    Browser browser;

    @Autowired
    EveryRow rows;

    @LocalServerPort
    int port;

    private SignedIn somebody(Role role) {
        String login = "key-" + UUID.randomUUID().toString().substring(0, 8);
        Sight.HOUSE.see(() -> giveAccount.give(town.qingshi, "唐某", role, "", login, Town.PASSWORD, false));
        return door.letIn(login, Town.PASSWORD).orElseThrow();
    }

    /** A device that signs. */
    private record Key(CDPSession session, String id) {

        void lock() {
            JsonObject locked = new JsonObject();
            locked.addProperty("authenticatorId", id);
            locked.addProperty("isUserVerified", false);
            session.send("WebAuthn.setUserVerified", locked);
        }
    }

    /** A phone that unlocks at once when it is asked. */
    static Key keyIn(Page tab) {
        CDPSession device = tab.context().newCDPSession(tab);
        device.send("WebAuthn.enable");
        JsonObject options = new JsonObject();
        options.addProperty("protocol", "ctap2");
        options.addProperty("transport", "internal");
        options.addProperty("hasResidentKey", true);
        options.addProperty("hasUserVerification", true);
        options.addProperty("isUserVerified", true);
        options.addProperty("automaticPresenceSimulation", true);
        JsonObject authenticator = new JsonObject();
        authenticator.add("options", options);
        return new Key(
                device,
                device.send("WebAuthn.addVirtualAuthenticator", authenticator)
                        .get("authenticatorId")
                        .getAsString());
    }

    static void add(Page tab, String name) {
        tab.navigate("/second-factor");
        tab.locator("#key-name").fill(name);
        tab.waitForNavigation(() -> tab.locator("form[data-passkey] button").click());
        assertThat(tab.locator("main")).containsText(name);
    }

    private static void sign(Page tab) {
        tab.waitForNavigation(() -> tab.locator("form[data-passkey] button").click());
    }

    private long lines(SignedIn who, String what) {
        return rows.count("audit.line where what = ? and about = ?", what, "officer/" + who.officer());
    }

    @Test
    void aKeyOpensTheDoorAloneAndIsBothFactors() {
        SignedIn officer = somebody(Role.OFFICER);
        try (Browser.Window window = browser.phone()) {
            Page tab = window.signedIn(officer);
            keyIn(tab);
            add(tab, "工作手机");
            tab.context().clearCookies();
            tab.navigate("/tokens");
            assertThat(tab.locator("#login")).isVisible();
            sign(tab);
            assertThat(tab.url()).as("the page asked for").contains("/tokens");
            tab.navigate("/second-factor");
            assertThat(tab.locator("main")).containsText("最近使用");
            assertThat(lines(officer, "passkey.added")).isOne();
            assertThat(rows.count(
                            "audit.line where what = 'session.opened' and data ->> 'by' = 'passkey' and officer_id = ?",
                            officer.officer()))
                    .isOne();
            assertThat(window.complaints()).isEmpty();
        }
    }

    @Test
    void whoSignedInByPasswordIsAskedForTheKey() {
        SignedIn officer = somebody(Role.OFFICER);
        try (Browser.Window window = browser.desktop()) {
            Page tab = window.signedIn(officer);
            keyIn(tab);
            add(tab, "办公电脑");
            tab.context().clearCookies();
            tab.navigate("/sign-in");
            tab.locator("#login").fill(officer.login());
            tab.locator("#password").fill(Town.PASSWORD);
            tab.locator("main button[type=submit]").first().click();
            tab.waitForURL("**/confirm**");
            sign(tab);
            assertThat(tab.url()).doesNotContain("confirm");
            tab.navigate("/tokens");
            assertThat(tab.url()).endsWith("/tokens");
            assertThat(window.complaints()).isEmpty();
        }
    }

    @Test
    void aRoleThatNeedsASecondFactorIsContentWithAKey() {
        ReflectionTestUtils.setField(factors, "required", EnumSet.of(Role.SUPERVISOR));
        SignedIn supervisor = somebody(Role.SUPERVISOR);
        try (Browser.Window window = browser.desktop()) {
            Page tab = window.signedIn(supervisor);
            assertThat(tab.url()).endsWith("/second-factor/new");
            keyIn(tab);
            add(tab, "办公电脑");
            tab.navigate("/matters");
            assertThat(tab.url()).endsWith("/matters");
        } finally {
            ReflectionTestUtils.setField(factors, "required", EnumSet.noneOf(Role.class));
        }
    }

    @Test
    void aKeyTakenAwayOpensNothing() {
        SignedIn officer = somebody(Role.OFFICER);
        try (Browser.Window window = browser.desktop()) {
            Page tab = window.signedIn(officer);
            keyIn(tab);
            add(tab, "旧手机");
            Locator remove = tab.locator("form[action$='/remove'] button");
            tab.waitForNavigation(remove::click);
            assertThat(tab.locator("main")).not().containsText("旧手机");
            tab.context().clearCookies();
            tab.navigate("/sign-in");
            sign(tab);
            assertThat(tab.url()).endsWith("/sign-in?passkey");
            assertThat(tab.locator("[role=alert]:visible")).containsText("没有通过验证");
            assertThat(lines(officer, "passkey.removed")).isOne();
        }
    }

    @Test
    void aSecurityAdministratorTakesTheKeysOfWhoLostThem() {
        SignedIn officer = somebody(Role.OFFICER);
        try (Browser.Window window = browser.desktop()) {
            Page tab = window.signedIn(officer);
            keyIn(tab);
            add(tab, "丢了的手机");
        }
        Visitor su = Visitor.signedIn(port, town.su);
        su.see("/officers/" + officer.officer());
        assertThat(su.send("/officers/" + officer.officer() + "/second-factor").statusCode())
                .isEqualTo(302);
        assertThat(rows.count("access.passkey where officer_id = ?", officer.officer()))
                .isZero();
        assertThat(lines(officer, "second-factor.removed")).isOne();
    }

    @Test
    void whoeverDoesNotUnlockTheDeviceIsToldAndStaysOutside() {
        SignedIn officer = somebody(Role.OFFICER);
        try (Browser.Window window = browser.desktop()) {
            Page tab = window.signedIn(officer);
            Key device = keyIn(tab);
            tab.navigate("/second-factor");
            device.lock();
            tab.locator("#key-name").fill("别人的手指");
            tab.locator("form[data-passkey] button").click();
            assertThat(tab.locator("form[data-passkey] [role=alert]")).isVisible();
            assertThat(rows.count("access.passkey where officer_id = ?", officer.officer()))
                    .isZero();
        }
    }

    @Test
    void anAnswerToNoQuestionIsRefused() {
        Visitor stranger = Visitor.stranger(port);
        stranger.see("/sign-in");
        for (String answer :
                new String[] {"", "{}", "null", "{\"id\":\"AAAA\",\"rawId\":\"AAAA\"}", "x".repeat(20_000)}) {
            stranger.send("/sign-in/passkey/options");
            assertThat(stranger.send("/sign-in/passkey", "answer", answer)
                            .headers()
                            .firstValue("Location")
                            .orElse(""))
                    .as(answer)
                    .endsWith("/sign-in?passkey");
        }
    }
}
