package org.fengqiao;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Attribute;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.TextNode;
import org.junit.jupiter.api.Test;

class TextsTest {

    private static final Pattern KEY = Pattern.compile("#\\{([a-zA-Z][\\w.-]*)[}(]");
    private static final Pattern WORDS = Pattern.compile("[\\p{IsHan}]|[A-Za-z]{2,}");

    @Test
    void everyTextStandsInChineseAndInEnglish() throws IOException {
        Set<String> chinese = new TreeSet<>(GlossaryTest.messages("").stringPropertyNames());
        Set<String> english = new TreeSet<>(GlossaryTest.messages("_en").stringPropertyNames());
        assertThat(chinese).isNotEmpty();
        assertThat(english).as("keys in English").isEqualTo(chinese);
    }

    @Test
    void noChineseIsLeftInTheEnglishTexts() throws IOException {
        Properties english = GlossaryTest.messages("_en");
        List<String> left = new ArrayList<>();
        for (String key : english.stringPropertyNames()) {
            if (english.getProperty(key)
                            .codePoints()
                            .anyMatch(c -> Character.UnicodeScript.of(c) == Character.UnicodeScript.HAN)
                    && !key.startsWith("language.")) {
                left.add(key + "=" + english.getProperty(key));
            }
        }
        assertThat(left).isEmpty();
    }

    @Test
    void everyKeyThatAPageAsksForExists() throws IOException {
        Set<String> known = GlossaryTest.messages("").stringPropertyNames();
        List<String> missing = new ArrayList<>();
        for (Path page : pages()) {
            Matcher keys = KEY.matcher(Files.readString(page));
            while (keys.find()) {
                if (!known.contains(keys.group(1))) {
                    missing.add(page.getFileName() + ": " + keys.group(1));
                }
            }
        }
        assertThat(missing).isEmpty();
    }

    @Test
    void noPageHasTextOfItsOwn() throws IOException {
        List<String> found = new ArrayList<>();
        for (Path page : pages()) {
            Jsoup.parse(Files.readString(page)).traverse((node, depth) -> {
                if (node instanceof TextNode text
                        && WORDS.matcher(text.getWholeText().replaceAll("\\[\\[.*?]]|\\[\\(.*?\\)]", ""))
                                .find()
                        && !isReplaced(text.parent())) {
                    found.add(page.getFileName() + ": " + text.getWholeText().strip());
                }
            });
        }
        assertThat(found).as("text that is not in the message files").isEmpty();
    }

    @Test
    void noPageCarriesScriptOrStyle() throws IOException {
        List<String> found = new ArrayList<>();
        for (Path page : pages()) {
            for (Element element : Jsoup.parse(Files.readString(page)).getAllElements()) {
                if (element.nameIs("style")
                        || (element.nameIs("script") && !element.data().isBlank())) {
                    found.add(page.getFileName() + ": <" + element.tagName() + ">");
                }
                for (Attribute attribute : element.attributes()) {
                    String name = attribute.getKey().replaceFirst("^th:", "");
                    if (name.equals("style") || name.matches("on[a-z]+") || name.startsWith("hx-on")) {
                        found.add(page.getFileName() + ": " + attribute.getKey());
                    }
                }
            }
        }
        assertThat(found).as("the content security policy would refuse it").isEmpty();
    }

    private static boolean isReplaced(@org.jspecify.annotations.Nullable Element element) {
        for (Element one = element; one != null; one = one.parent()) {
            if (one.hasAttr("th:text")
                    || one.hasAttr("th:utext")
                    || (one.hasAttr("th:replace") && !one.nameIs("html"))
                    || one.nameIs("script")) {
                return true;
            }
        }
        return false;
    }

    private static List<Path> pages() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("src/main/resources/templates"))) {
            List<Path> pages =
                    files.filter(file -> file.toString().endsWith(".html")).toList();
            assertThat(pages).isNotEmpty();
            return pages;
        }
    }
}
