package org.fengqiao.stories;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import java.util.regex.Pattern;

/** The steps that every story takes: what an officer does on the page of a matter. */
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

    /** Writes down what the resident said when called back. */
    void callBack(boolean settled, int stars) {
        Locator form = form("callback");
        uncover(form);
        form.locator("label:has(input[name=settled][value=" + settled + "])").click();
        form.locator("label:has(input[name=stars][value='" + stars + "'])").click();
        send(form);
    }

    /** The stage the page shows. */
    void isNow(String stage) {
        tab.locator("main").getByText(stage).first().waitFor();
    }

    private Locator form(String verb) {
        Locator forms = tab.locator("main form[action$='/" + verb + "']");
        for (Locator form : forms.all()) {
            if (form.isVisible()) {
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
