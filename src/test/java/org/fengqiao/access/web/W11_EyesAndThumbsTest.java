package org.fengqiao.access.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.fengqiao.town.Browser;
import org.fengqiao.town.InAHouseOfItsOwn;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.ApplicationContext;

/** W11: every page can be read on a phone, light or dark, and what stands on it be hit with a thumb and be named to who cannot see. */
@InAHouseOfItsOwn
class W11_EyesAndThumbsTest {

    /**
     * Measures the page twice, as it came and with all its folds open, by WCAG 2.2: 1.4.3 (contrast of words), 2.5.8 (size of targets),
     * 1.4.10 (nothing wider than the screen), 4.1.2 and 3.1.1 (names and language). Returns what is wrong, one sentence each.
     */
    private static final String LOOK = """
            () => {
                const TARGETS = 'a[href], button, input:not([type=hidden]), select, textarea, summary, [role=button]';
                const found = new Set();
                const is = (it) => getComputedStyle(it);
                const upwards = (it) => (it ? [it, ...upwards(it.parentElement)] : []);
                const where = (it) => {
                    const steps = [];
                    for (let at = it; at && steps.length < 4; at = at.parentElement) {
                        const id = at.getAttribute('id');
                        const name = at.getAttribute('name');
                        const marks = [...at.classList].map((one) => '.' + one).join('') + (name ? `[name=${name}]` : '');
                        steps.unshift(at.localName + (id ? '#' + id : marks));
                        if (id) break;
                    }
                    return steps.join(' > ');
                };

                /* What is there to be seen. */
                const clipped = new Map();
                const isClipped = (it) => {
                    if (!clipped.has(it)) {
                        const { width, height } = it.getBoundingClientRect();
                        const { clip, clipPath, overflowX } = is(it);
                        const tiny = width <= 1 && height <= 1 && overflowX !== 'visible';
                        clipped.set(it, tiny || clip.startsWith('rect(0') || clipPath.startsWith('inset(50%'));
                    }
                    return clipped.get(it);
                };
                const isSeen = (it) => it.checkVisibility({ checkVisibilityCSS: true }) && !upwards(it).some(isClipped);
                const isOnPage = (box) => box.right > 0 && box.bottom > 0;
                const isIdle = (it) =>
                    it.closest(':disabled, [aria-disabled=true], [aria-hidden=true], .leaflet-pane') !== null
                    || it.closest('label')?.control?.disabled === true;
                const textsIn = (root) => {
                    const texts = [];
                    const walk = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
                    while (walk.nextNode()) if (walk.currentNode.data.trim()) texts.push(walk.currentNode);
                    return texts;
                };

                /* Colours: red, green, blue of 255, and how much of it there is, of 1. */
                const brush = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
                const colours = new Map();
                const colour = (value) => {
                    if (!colours.has(value)) {
                        const plain = value.match(/^rgba?[(]([0-9.]+), ([0-9.]+), ([0-9.]+)(?:, ([0-9.]+))?[)]$/);
                        if (plain) {
                            colours.set(value, [plain[1], plain[2], plain[3], plain[4] ?? 1].map(Number));
                        } else {
                            brush.clearRect(0, 0, 1, 1);
                            brush.fillStyle = value;
                            brush.fillRect(0, 0, 1, 1);
                            const [red, green, blue, share] = brush.getImageData(0, 0, 1, 1).data;
                            colours.set(value, [red, green, blue, share / 255]);
                        }
                    }
                    return colours.get(value);
                };
                const over = (ink, ground) => ground.map((one, n) => one + (ink[n] - one) * ink[3]);
                const painted = (chain, ink) => {
                    const paint = (at, behind) => {
                        const { backgroundColor, opacity } = is(chain[at]);
                        const ground = over(colour(backgroundColor), behind);
                        const inside = at > 0 ? paint(at - 1, ground) : ink ? over(ink, ground) : ground;
                        return behind.map((one, n) => one + (inside[n] - one) * Number(opacity));
                    };
                    return paint(chain.length - 1, [255, 255, 255]);
                };
                const light = (paint) =>
                    paint
                        .map((one) => one / 255)
                        .map((one) => (one <= 0.04045 ? one / 12.92 : ((one + 0.055) / 1.055) ** 2.4))
                        .reduce((sum, one, n) => sum + one * [0.2126, 0.7152, 0.0722][n], 0);
                const shown = (paint) => 'rgb(' + paint.map(Math.round).join(' ') + ')';
                const read = (it, ink) => {
                    const chain = upwards(it);
                    const pictured = chain.findIndex(
                        (at) => is(at).backgroundImage !== 'none' && !at.matches('input, select, textarea'));
                    const covered = chain.findIndex((at) => colour(is(at).backgroundColor)[3] === 1);
                    if (pictured >= 0 && (covered < 0 || pictured <= covered)) return [];
                    const ground = painted(chain);
                    const words = painted(chain, ink);
                    const [low, high] = [light(ground), light(words)].sort((a, b) => a - b);
                    const contrast = (high + 0.05) / (low + 0.05);
                    const size = parseFloat(is(it).fontSize);
                    const needed = size >= 24 || (size >= 18.66 && Number(is(it).fontWeight) >= 700) ? 3 : 4.5;
                    const measured = `${Math.floor(contrast * 100) / 100} : 1 of ${needed} : 1`;
                    return contrast < needed ? [`contrast ${measured}, ${shown(words)} on ${shown(ground)}: ${where(it)}`] : [];
                };

                /* Chromium does not tell the style of a placeholder: the last rule that fits is the one. */
                const hints = (rules) =>
                    [...rules].flatMap((rule) =>
                        rule instanceof CSSMediaRule
                            ? (matchMedia(rule.conditionText).matches ? hints(rule.cssRules) : [])
                            : rule.selectorText?.includes('::placeholder') ? [rule] : []);
                const hintRules = [...document.styleSheets].flatMap((sheet) => hints(sheet.cssRules));
                const fits = (it, selector) => CSS.supports(`selector(${selector})`) && it.matches(selector);
                const hintInk = (it) => {
                    let [value, share] = ['', 1];
                    for (const { selectorText, style } of hintRules) {
                        const bearers = selectorText
                            .split(',')
                            .filter((one) => one.includes('::placeholder'))
                            .map((one) => one.trim().replace(/(^| )::placeholder/, '$1*').replace('::placeholder', ''));
                        if (!bearers.some((one) => fits(it, one))) continue;
                        value = style.color || value;
                        share = style.opacity ? Number(style.opacity) : share;
                    }
                    if (!value) return null;
                    it.style.setProperty('color', value, 'important');
                    const [red, green, blue, own] = colour(is(it).color);
                    it.style.removeProperty('color');
                    return [red, green, blue, own * share];
                };

                const contrasts = () => {
                    const faults = [];
                    const range = document.createRange();
                    for (const text of textsIn(document.body)) {
                        const it = text.parentElement;
                        if (isIdle(it) || !it.checkVisibility({ checkOpacity: true }) || !isSeen(it)) continue;
                        range.selectNodeContents(text);
                        if (![...range.getClientRects()].some((box) => box.width > 0 && isOnPage(box))) continue;
                        faults.push(...read(it, colour(is(it).color)));
                    }
                    for (const it of document.querySelectorAll('input, select, textarea')) {
                        if (it.matches('[type=hidden], [type=checkbox], [type=radio], [type=file]') || isIdle(it)) continue;
                        if (!it.checkVisibility({ checkOpacity: true }) || !isSeen(it)) continue;
                        const hint = it.placeholder && !it.value;
                        const ink = hint ? hintInk(it) : it.value || it.localName === 'select' ? colour(is(it).color) : null;
                        if (ink) faults.push(...read(it, ink).map((fault) => (hint ? 'placeholder, ' + fault : fault)));
                    }
                    return faults;
                };

                /* What a thumb goes for. A choice is as large as the largest of its box and its labels. */
                const boxOf = (it) => {
                    const boxes = [it, ...(is(it).display === 'inline' ? it.children : [])]
                        .filter(isSeen)
                        .map((one) => one.getBoundingClientRect())
                        .filter((box) => box.width > 0 && box.height > 0);
                    return {
                        left: Math.min(...boxes.map((box) => box.left)),
                        top: Math.min(...boxes.map((box) => box.top)),
                        right: Math.max(...boxes.map((box) => box.right)),
                        bottom: Math.max(...boxes.map((box) => box.bottom)),
                    };
                };
                const least = (box) => Math.min(box.right - box.left, box.bottom - box.top);
                const isSmall = ({ box }) => least(box) < 23.99;
                const middle = (box) => [(box.left + box.right) / 2, (box.top + box.bottom) / 2];
                const gap = (x, y, box) =>
                    Math.hypot(Math.max(box.left - x, 0, x - box.right), Math.max(box.top - y, 0, y - box.bottom));
                /* What stays while the page goes by covers other targets only for the moment. */
                const layer = (it) => upwards(it).find((at) => ['fixed', 'sticky'].includes(is(at).position)) ?? null;
                const blockOf = (it) => (['inline', 'contents'].includes(is(it).display) ? blockOf(it.parentElement) : it);
                const standsInSentence = (it) => {
                    if (is(it).display !== 'inline') return false;
                    const block = blockOf(it);
                    return textsIn(block)
                        .map((text) => text.parentElement)
                        .some((by) => !by.closest(TARGETS) && isSeen(by) && blockOf(by) === block);
                };
                const targets = () =>
                    [...document.querySelectorAll(TARGETS)].flatMap((it) => {
                        const places = it.matches('[type=checkbox], [type=radio]') ? [it, ...it.labels] : [it];
                        const [box] = places
                            .filter(isSeen)
                            .map(boxOf)
                            .filter(isOnPage)
                            .sort((a, b) => least(b) - least(a));
                        return !box || isIdle(it) || is(it).pointerEvents === 'none' ? [] : [{ it, box, layer: layer(it) }];
                    });
                const sizes = () => {
                    const faults = [];
                    const all = targets();
                    for (const one of all.filter(isSmall)) {
                        if (standsInSentence(one.it)) continue;
                        const [x, y] = middle(one.box);
                        const near = all.find((other) => {
                            if (one.layer !== other.layer || one.it.contains(other.it) || other.it.contains(one.it)) return false;
                            const [otherX, otherY] = middle(other.box);
                            return gap(x, y, other.box) < 12 || (isSmall(other) && Math.hypot(otherX - x, otherY - y) < 24);
                        });
                        const size = (one.box.right - one.box.left).toFixed(1) + ' x ' + (one.box.bottom - one.box.top).toFixed(1);
                        if (near) faults.push(`target of ${size}: ${where(one.it)}, too near to ${where(near.it)}`);
                    }
                    return faults;
                };

                const widths = () => {
                    const more = document.documentElement.scrollWidth - innerWidth;
                    if (more <= 0) return [];
                    const out = [...document.body.querySelectorAll('*')].filter(
                        (it) => isSeen(it) && it.getBoundingClientRect().right > innerWidth + 0.5);
                    return [`${more} px wider than the phone: ${out.slice(0, 3).map(where).join(', ')}`];
                };

                /* What it is called. */
                const said = (it) =>
                    [...it.childNodes]
                        .map((node) => {
                            if (node.nodeType === Node.TEXT_NODE) return node.data;
                            if (node.nodeType !== Node.ELEMENT_NODE) return '';
                            if (node.matches('[aria-hidden=true], select, textarea, script, style')) return '';
                            return node.alt ?? said(node);
                        })
                        .join(' ')
                        .trim();
                const named = (it) =>
                    it.getAttribute('aria-label')?.trim()
                    || (it.getAttribute('aria-labelledby') ?? '')
                        .split(' ')
                        .map((id) => document.getElementById(id))
                        .map((by) => (by ? said(by) : ''))
                        .join('')
                    || [...(it.labels ?? [])].map(said).join('')
                    || (it.matches('a, button, summary, [role=button]') ? said(it) : '')
                    || (it.matches('[type=submit], [type=button], [type=reset]') ? it.value : '')
                    || it.title.trim();
                const names = () => {
                    const faults = [...document.querySelectorAll(TARGETS)]
                        .filter((it) => !it.closest('[aria-hidden=true]') && !named(it))
                        .map((it) => `no name: ${where(it)}`);
                    const heads = [...document.querySelectorAll('h1')].filter(isSeen).length;
                    if (heads !== 1) faults.push(`${heads} h1 instead of one`);
                    if (!document.documentElement.lang) faults.push('no lang');
                    return faults;
                };

                const look = (state) => {
                    scrollTo(0, 0);
                    clipped.clear();
                    for (const fault of [...contrasts(), ...sizes(), ...widths(), ...names()]) {
                        if (!found.has(fault)) found.add(fault + state);
                    }
                };
                look('');
                for (const fold of document.querySelectorAll('details:not([open])')) {
                    fold.removeAttribute('name');
                    fold.open = true;
                }
                look(' (unfolded)');
                return [...found];
            }""";

    /** Whatever is called fine is within the rules, by a hair; everything else that has a name is beyond them. */
    private static final String TRAPS = """
            <!DOCTYPE html>
            <html>
            <head><style>
                body { margin: 0; background: #fff; color: #000; font: 16px/24px sans-serif; }
                p { margin: 40px 0; }
                .small { padding: 0; border: 0; width: 20px; height: 20px; }
                .field { height: 30px; }
                #hinted::placeholder { color: #999; }
                #fine-hinted::placeholder { color: #000; opacity: .6; }
            </style></head>
            <body>
            <h1>One</h1><h1>Another</h1>
            <p id="pale" style="color: #777">4.48 : 1</p>
            <p id="fine-grey" style="color: #767676">4.54 : 1</p>
            <p id="fine-large" style="color: #949494; font-size: 24px">3.03 : 1</p>
            <p id="veiled" style="opacity: .5">3.97 : 1</p>
            <div style="background: #000"><p id="buried" style="color: #333">1.66 : 1</p></div>
            <div style="background: rgb(0 0 0 / .5)"><p id="mixed" style="color: color-mix(in srgb, #fff 80%, #000)">dim</p></div>
            <p aria-hidden="true" id="fine-ornament" style="color: #eee">*</p>
            <p id="fine-hidden" style="position: absolute; clip-path: inset(50%); color: #eee">hidden</p>
            <p><button id="crowded" class="small">a</button><button id="crowding" class="small">b</button></p>
            <p><button id="fine-spaced" class="small">c</button></p>
            <p><button id="fine-idle" class="small" style="color: #eee" disabled>d</button></p>
            <p>Words before <a id="fine-inline" href="#a">a</a><a id="fine-inline-too" href="#b">b</a> and after</p>
            <p><label><input id="fine-choice" type="radio" style="position: absolute; opacity: 0"> chosen by its label</label></p>
            <p><input id="nameless" class="field" placeholder=""></p>
            <p><label>Name <input id="fine-named" class="field"></label></p>
            <p><input id="hinted" class="field" aria-label="hinted" placeholder="2.84 : 1"></p>
            <p><input id="fine-hinted" class="field" aria-label="hinted, too" placeholder="5.74 : 1"></p>
            <p><button id="wordless"></button></p>
            <details><summary>More</summary><p id="folded" style="color: #999">2.84 : 1</p></details>
            <div id="wide" style="width: 500px; height: 1px"></div>
            </body>
            </html>
            """;

    @Autowired
    ApplicationContext context;

    @Autowired
    Browser browser;

    @LocalServerPort
    int port;

    @Test
    void everyPageCanBeReadInLightAndInDarkAndHitWithAThumb() {
        WholeHouse house = WholeHouse.of(context, port);
        Map<String, SortedSet<String>> faults = new TreeMap<>();
        int looks = 0;
        for (WholeHouse.Who who : WholeHouse.READERS) {
            List<String> pages = house.pages(who);
            for (ColorScheme scheme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
                try (Browser.Window phone = browser.window(390, 844, scheme)) {
                    Page tab = phone.signedIn(house.person(who));
                    for (String path : pages) {
                        tab.navigate(path);
                        for (String fault : faults(tab)) {
                            note(faults, scheme + " " + fault, who + " " + path);
                        }
                        looks++;
                    }
                }
            }
        }
        System.out.println("W11: " + looks + " looks at pages, " + faults.size() + " kinds of faults");
        assertThat(looks).isGreaterThan(60);
        assertThat(told(faults)).isEmpty();
    }

    @Test
    void theMeasureFindsEveryTrapAndNothingElse() {
        try (Browser.Window phone = browser.phone()) {
            Page tab = phone.tab();
            tab.setContent(TRAPS);
            assertThat(String.join("\n", faults(tab)))
                    .contains("#pale", "#veiled", "#buried", "#mixed", "#folded (unfolded)")
                    .contains("placeholder, contrast", "#hinted")
                    .contains("#crowded, too near to", "no name: input#nameless", "no name: button#wordless")
                    .contains("110 px wider than the phone: div#wide", "2 h1 instead of one", "no lang")
                    .doesNotContain("fine");
        }
    }

    private static List<String> faults(Page tab) {
        List<String> faults = new ArrayList<>();
        for (Object fault : (List<?>) tab.evaluate(LOOK)) {
            faults.add(String.valueOf(fault));
        }
        return faults;
    }

    private static void note(Map<String, SortedSet<String>> faults, String fault, String place) {
        faults.computeIfAbsent(fault, its -> new TreeSet<>()).add(place);
    }

    /** Each fault once, with the number of pages it stands on and the first of them. */
    private static List<String> told(Map<String, SortedSet<String>> faults) {
        List<String> told = new ArrayList<>();
        faults.forEach((fault, places) -> told.add(fault + " (" + places.size() + " pages, " + places.first() + ")"));
        return told;
    }
}
