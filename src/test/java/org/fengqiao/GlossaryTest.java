package org.fengqiao;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.stream.Stream;
import org.fengqiao.matter.Stage;
import org.fengqiao.matter.Urgency;
import org.fengqiao.org.Role;
import org.junit.jupiter.api.Test;

class GlossaryTest {

    private record Term(String chinese, String english, String code) {}

    @Test
    void codeAndMessagesUseTheWordsOfTheGlossary() throws IOException {
        List<Term> terms = terms();
        Properties chinese = messages("");
        Properties english = messages("_en");
        List<String> sources = sources();
        assertThat(terms).hasSizeGreaterThan(40);
        for (Term term : terms) {
            if (term.code().contains(".")) {
                assertThat(chinese.getProperty(term.code())).as(term.code()).isEqualTo(term.chinese());
                assertThat(english.getProperty(term.code()))
                        .as(term.code() + " in English")
                        .isEqualToIgnoringCase(term.english());
            } else {
                assertThat(sources).as("a class or room for %s", term).anyMatch(name -> name.equals(term.code()));
            }
        }
    }

    @Test
    void everyStageRoleAndUrgencyStandsInTheGlossary() throws IOException {
        List<String> codes = terms().stream().map(Term::code).toList();
        for (Stage stage : Stage.values()) {
            assertThat(codes).contains("stage." + stage);
        }
        for (Role role : Role.values()) {
            assertThat(codes).contains("role." + role);
        }
        for (Urgency urgency : Urgency.values()) {
            assertThat(codes).contains("urgency." + urgency);
        }
    }

    private static List<Term> terms() throws IOException {
        List<Term> terms = new ArrayList<>();
        for (String line : Files.readAllLines(Path.of("GLOSSARY.md"))) {
            String[] cells = line.split("\\|", -1);
            if (cells.length >= 5 && cells[3].contains("`")) {
                terms.add(new Term(
                        cells[1].strip(),
                        cells[2].strip().toLowerCase(Locale.ROOT),
                        cells[3].strip().replace("`", "")));
            }
        }
        return terms;
    }

    static Properties messages(String language) throws IOException {
        Properties all = new Properties();
        try (Stream<Path> files = Files.list(Path.of("src/main/resources/i18n"))) {
            for (Path file : files.filter(f -> f.toString().endsWith(".properties"))
                    .filter(f -> f.toString().endsWith("_en.properties") == language.equals("_en"))
                    .toList()) {
                try (var reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
                    all.load(reader);
                }
            }
        }
        return all;
    }

    private static List<String> sources() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
            return files.map(file -> file.getFileName().toString().replace(".java", ""))
                    .toList();
        }
    }
}
