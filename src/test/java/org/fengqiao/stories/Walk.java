package org.fengqiao.stories;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.SelectOption;
import java.util.regex.Pattern;

/** The steps that stories have in common: what an officer does with a stretch of chat and on the page of a matter. */
final class Walk {

    private static final Pattern NUMBER = Pattern.compile("（20\\d\\d）[A-Z0-9]+-\\d{6}");

    private final Page tab;

    Walk(Page tab) {
        this.tab = tab;
    }

    /** The number the page shows. */
    String number() {
        var found = NUMBER.matcher(tab.locator("main").innerText());
        assertThat(found.find()).as("a number on %s", tab.url()).isTrue();
        return found.group();
    }

    /** Pastes a stretch of a group's chat and has it read. */
    void paste(int group, String chat) {
        tab.navigate("/paste");
        tab.locator("#paste-group").selectOption(String.valueOf(group));
        tab.locator("#paste-text").fill(chat);
        tab.waitForNavigation(
                () -> tab.locator("#paste-read button[type=submit]").click());
    }

    /** What somebody said in the stretch. */
    Locator turn(String words) {
        return tab.locator(".turn").filter(new Locator.FilterOptions().setHasText(words));
    }

    /** Opens what is ticked and forgets the rest. */
    void sort() {
        tab.waitForNavigation(
                () -> tab.locator("#paste-open .paste-bar button[type=submit]").click());
    }

    /** Presses the one button of the form that does this. */
    void press(String verb) {
        send(form(verb));
    }

    /** Opens the card of a verb, writes the words and sends them. */
    void write(String verb, String words) {
        Locator form = form(verb);
        uncover(form);
        form.locator("textarea").first().fill(words);
        send(form);
    }

    /** Asks a partner unit to do its part. */
    void ask(String partner, String words) {
        Locator form = form("partners");
        uncover(form);
        form.locator("select[name=partner]").selectOption(new SelectOption().setLabel(partner));
        write("partners", words);
    }

    /** Writes down what the resident said when called back. */
    void callBack(boolean settled, int stars) {
        Locator form = form("callback");
        uncover(form);
        form.locator("label:has(input[name=settled][value=" + settled + "])").click();
        form.locator("label:has(input[name=stars][value='" + stars + "'])").click();
        send(form);
    }

    /** Waits until the page says it. */
    void isNow(String words) {
        tab.locator("main").getByText(words).first().waitFor();
    }

    /** On a phone the button of a form may stand at the edge instead, in a form of its own. */
    private Locator form(String verb) {
        Locator forms = tab.locator("main form[action$='/" + verb + "']");
        for (Locator form : forms.all()) {
            if (form.locator("button[type=submit]").first().isVisible()) {
                return form;
            }
        }
        return forms.first();
    }

    private void uncover(Locator form) {
        for (int turn = 0; turn < 3 && !form.isVisible(); turn++) {
            form.evaluate(
                    "form => { for (let up = form.parentElement; up; up = up.parentElement) { if (up.tagName === 'DETAILS') up.open = true; } }");
        }
        form.waitFor();
    }

    private void send(Locator form) {
        uncover(form);
        tab.waitForNavigation(() -> form.locator("button[type=submit]").first().click());
    }
}
