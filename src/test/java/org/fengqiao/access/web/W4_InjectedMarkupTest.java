package org.fengqiao.access.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import org.fengqiao.document.AttachDocument;
import org.fengqiao.group.AddGroup;
import org.fengqiao.group.GroupFacts;
import org.fengqiao.matter.AddNote;
import org.fengqiao.matter.AnswerMatter;
import org.fengqiao.matter.NewMatter;
import org.fengqiao.matter.OpenMatter;
import org.fengqiao.matter.TakeMatter;
import org.fengqiao.matter.Way;
import org.fengqiao.people.KeepResident;
import org.fengqiao.people.NewResident;
import org.fengqiao.shared.Place;
import org.fengqiao.town.Browser;
import org.fengqiao.town.InAHouseOfItsOwn;
import org.fengqiao.town.Soak;
import org.fengqiao.town.Town;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.ApplicationContext;

/**
 * W4: markup that residents and officers write into every field stays words on every page that shows it, in a real browser: no script
 * runs, no attribute of htmx asks for anything.
 */
@InAHouseOfItsOwn
class W4_InjectedMarkupTest {

    private static final List<String> TAGS = List.of(
            "<script>pwned(1)</script>",
            "<ScRiPt>pwned(2)</sCrIpT>",
            "<script src=/assets/house.js?pwned></script>",
            "<img src=/pwned onerror=pwned(3)>",
            "<img src=\"/pwned\">",
            "<svg onload=pwned(4)>",
            "<svg><script>pwned(5)</script></svg>",
            "<body onload=pwned(6)>",
            "<iframe src=/pwned></iframe>",
            "<iframe srcdoc=\"<script>parent.pwned(7)</script>\"></iframe>",
            "<object data=/pwned></object>",
            "<embed src=/pwned>",
            "<link rel=stylesheet href=/pwned>",
            "<meta http-equiv=refresh content=\"0;url=/pwned\">",
            "<base href=/pwned/>",
            "<a href=javascript:pwned(8)>x</a>",
            "<form action=/pwned><button autofocus>x</button></form>",
            "<input autofocus onfocus=pwned(9)>",
            "<details open ontoggle=pwned(10)>",
            "<video src=/pwned onerror=pwned(11)></video>",
            "<math><mtext></form><form><mglyph><style></math><img src onerror=pwned(12)>",
            "<style>@import '/pwned';</style>",
            "<template><img src=/pwned></template>",
            "<div hx-get=/pwned hx-trigger=load>x</div>",
            "<div data-hx-get=/pwned data-hx-trigger=load>x</div>",
            "<div hx-post=/pwned hx-trigger='load, every 1s'>x</div>",
            "<div hx-get=/pwned hx-trigger=revealed>x</div>",
            "<div hx-get=/pwned hx-trigger='intersect once'>x</div>",
            "<div hx-on:load=pwned(13) hx-get=/pwned hx-trigger=load>x</div>",
            "<div hx-on::load=pwned(14)>x</div>",
            "<div hx-on--after-settle=pwned(15)>x</div>",
            "<div hx-vals='js:{x:pwned(16)}' hx-get=/pwned hx-trigger=load>x</div>",
            "<div hx-ext=sse sse-connect=/pwned>x</div>",
            "<div hx-boost=true><a href=/pwned>x</a></div>",
            "<div hx-swap-oob=true id=toasts><script>pwned(17)</script></div>",
            "<div hx-trigger=\"load[pwned(18)]\" hx-get=/pwned>x</div>");

    private static final List<String> BEFORE = List.of(
            "",
            "\">",
            "'>",
            "</textarea>",
            "</title>",
            "</script>",
            "<!--",
            "]]>",
            "*/",
            "${7*7}[[${T(java.lang.Runtime)}]]");

    /** What is shorter than a field, for names. */
    private static final List<String> ATTRIBUTES = List.of(
            "\" onmouseover=pwned(19) autofocus onfocus=pwned(20) x=\"",
            "' onfocus=pwned(21) autofocus x='",
            "\" hx-get=/pwned hx-trigger=load x=\"",
            "' hx-get=/pwned hx-trigger=load x='",
            "\" hx-on:focus=pwned(22) autofocus \"",
            "javascript:pwned(23)",
            "data:text/html,<script>pwned(24)</script>",
            "`-pwned(25)-`",
            "\\\";pwned(26);//",
            "\u2028pwned(27)",
            "&#60;script&#62;pwned(28)&#60;/script&#62;",
            "\uFF1Cscript\uFF1Epwned(29)\uFF1C/script\uFF1E",
            "{{constructor.constructor('pwned(30)')()}}",
            "#{7*7}@{/pwned}*{x}");

    @Autowired
    ApplicationContext context;

    @Autowired
    Browser browser;

    @Autowired
    Town town;

    @Autowired
    OpenMatter openMatter;

    @Autowired
    TakeMatter takeMatter;

    @Autowired
    AddNote addNote;

    @Autowired
    AnswerMatter answerMatter;

    @Autowired
    KeepResident keepResident;

    @Autowired
    AddGroup addGroup;

    @Autowired
    AttachDocument attachDocument;

    @LocalServerPort
    int port;

    static List<String> strings() {
        List<String> all = new ArrayList<>(ATTRIBUTES);
        for (String before : BEFORE) {
            for (String tag : TAGS) {
                all.add(before + tag);
            }
        }
        return all;
    }

    @Test
    void noMarkupFromAFieldRunsOrAsksOnAnyPageThatShowsIt() {
        List<String> strings = new ArrayList<>(strings());
        assertThat(strings).hasSizeGreaterThanOrEqualTo(300);
        Random chance = Soak.chance("W4");
        java.util.Collections.shuffle(strings, chance);
        int rounds = Soak.times(3, strings.size());
        TreeSet<String> shown = new TreeSet<>();
        int[] seen = {0};
        try (Browser.Window window = browser.desktop()) {
            List<String> asked = new CopyOnWriteArrayList<>();
            List<String> ran = new CopyOnWriteArrayList<>();
            window.context().exposeFunction("pwned", args -> ran.add(java.util.Arrays.toString(args)));
            window.context().onRequest(request -> {
                if (request.url().contains("pwned") && !request.url().contains("pwned-page")) {
                    asked.add(request.url());
                }
            });
            window.context().onDialog(dialog -> {
                ran.add(dialog.message());
                dialog.dismiss();
            });
            Page tab = window.signedIn(town.chen);
            for (int round = 0; round < rounds; round++) {
                // In every build all strings stand together; before a release each stands alone, too.
                String words = Soak.times(0, 1) == 0 ? together(strings, round) : strings.get(round);
                for (String path : written(words, strings.get(round), strings.get((round + 1) % strings.size()))) {
                    tab.navigate(path);
                    tab.waitForLoadState();
                    tab.evaluate("() => new Promise(done => setTimeout(done, 30))");
                    assertThat(ran).as(path + " with " + strings.get(round)).isEmpty();
                    assertThat(asked).as(path + " with " + strings.get(round)).isEmpty();
                    seen[0] += tab.content().contains("pwned(") || tab.content().contains("/pwned") ? 1 : 0;
                    shown.add(path.replaceAll("\\d+", "#").replaceAll("/[tr]/.*", "/x"));
                }
            }
            tab.evaluate("() => pwned('the alarm works')");
            assertThat(ran).hasSize(1);
        }
        System.out.printf(
                "W4: %d strings, %d pages looked at, %d showed markup as words: %s%n",
                strings.size(), shown.size() * rounds, seen[0], shown);
        assertThat(seen[0]).as("pages that showed what was injected").isGreaterThan(rounds * 5);
    }

    /** As many as fit, beginning elsewhere in every round. */
    private static String together(List<String> strings, int round) {
        List<String> turned = new ArrayList<>(strings);
        java.util.Collections.rotate(turned, -round * strings.size() / 3);
        return shortened(String.join("\n", turned), 9_000);
    }

    private static String shortened(String text, int most) {
        return text.length() > most ? text.substring(0, most) : text;
    }

    /** Writes into every text field of the desk and says which pages show it. */
    private List<String> written(String words, String one, String other) {
        OpenMatter.Opened opened = town.as(town.chen, () -> {
            int group = addGroup.add(town.qingshi, GroupFacts.of(shortened(one, 60), shortened(other, 60)));
            return openMatter.open(
                    NewMatter.of(town.qingshi, "DEMAND", words, Way.PASTE)
                            .at(Place.of(shortened(one, 90)))
                            .inGroup(group)
                            .askedBy(0, shortened(other, 38)),
                    Town.actor(town.chen));
        });
        town.as(town.chen, () -> {
            keepResident.keep(
                    town.qingshi,
                    NewResident.of(shortened(one, 38), null)
                            .living(shortened(other, 90))
                            .noted(shortened(words, 400)));
            takeMatter.take(opened.id(), null, Town.actor(town.chen));
            addNote.note(opened.id(), null, Town.actor(town.chen), words, List.of());
            attachDocument.attach(
                    opened.id(),
                    Town.actor(town.chen),
                    shortened(one, 100) + ".pdf",
                    ("%PDF-1.7\n" + opened.id() + "\n%%EOF").getBytes(java.nio.charset.StandardCharsets.US_ASCII),
                    one);
            return answerMatter.answer(opened.id(), null, Town.actor(town.chen), shortened(words, 400));
        });
        return List.of(
                "/",
                "/matters",
                "/matters?q="
                        + java.net.URLEncoder.encode(shortened(one, 60), java.nio.charset.StandardCharsets.UTF_8)
                                .replace("pwned", "pwned-page"),
                "/matters/" + opened.id(),
                "/groups",
                "/residents",
                "/posts",
                "/callbacks",
                "/matters/new",
                "/t/" + opened.tracking());
    }
}
