package org.fengqiao;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.modulith.core.ApplicationModule;
import org.springframework.modulith.core.ApplicationModules;

/** Keeps {@code docs/house/README.md} as the code is; {@code -Ddocs.write=true} writes it anew. */
class HouseDocsTest {

    private static final Path PAGE = Path.of("docs/house/README.md");

    @Test
    void theFloorPlanShowsTheHouseAsItIs() throws IOException {
        String plan = floorPlan();
        if (Boolean.getBoolean("docs.write")) {
            Files.createDirectories(PAGE.getParent());
            Files.writeString(PAGE, plan);
        }
        assertThat(PAGE)
                .content()
                .as("run ./mvnw test -Dtest=HouseDocsTest -Ddocs.write=true")
                .isEqualTo(plan);
    }

    private static String floorPlan() throws IOException {
        ApplicationModules modules = ApplicationModules.of(Fengqiao.class);
        Map<String, List<String>> below = new HashMap<>();
        for (ApplicationModule module : modules) {
            below.put(
                    name(module),
                    module.getDirectDependencies(modules)
                            .uniqueModules()
                            .map(HouseDocsTest::name)
                            .sorted()
                            .toList());
        }
        List<String> rooms = below.keySet().stream()
                .sorted(Comparator.comparingInt((String room) -> floor(room, below))
                        .thenComparing(room -> room))
                .toList();
        StringBuilder page = new StringBuilder("""
                # The house as it is

                Generated from the code by `HouseDocsTest`. Calls go down the floors only.

                | floor | room | what it is | calls | use cases and words others may use | tables |
                |--:|---|---|---|---|---|
                """);
        for (String room : rooms) {
            page.append("| %d | `%s` | %s | %s | %s | %s |%n"
                    .formatted(
                            floor(room, below),
                            room,
                            sentence(room),
                            callsOf(room, below).stream()
                                    .map(one -> "`" + one + "`")
                                    .collect(Collectors.joining(" ")),
                            publicTypes(room),
                            tables(room)));
        }
        page.append("\n```mermaid\nflowchart BT\n");
        for (String room : rooms) {
            for (String other : callsOf(room, below)) {
                if (!other.equals("shared") && !other.equals("database")) {
                    page.append("    ")
                            .append(room)
                            .append(" --> ")
                            .append(other)
                            .append('\n');
                }
            }
        }
        return page.append("```\n").toString();
    }

    private static List<String> callsOf(String room, Map<String, List<String>> below) {
        return below.getOrDefault(room, List.of());
    }

    private static String name(ApplicationModule module) {
        return module.getBasePackage().getName().replace("org.fengqiao.", "");
    }

    private static int floor(String room, Map<String, List<String>> below) {
        return below.getOrDefault(room, List.of()).stream()
                .mapToInt(one -> floor(one, below) + 1)
                .max()
                .orElse(0);
    }

    private static String sentence(String room) throws IOException {
        Matcher words = Pattern.compile("/\\*\\*(.*?)\\*/", Pattern.DOTALL)
                .matcher(Files.readString(Path.of("src/main/java/org/fengqiao", room, "package-info.java")));
        return words.find()
                ? words.group(1).replaceAll("\\s*\\n\\s*\\*\\s*", " ").strip().replace("|", "\\|")
                : "";
    }

    private static String publicTypes(String room) throws IOException {
        try (Stream<Path> files = Files.list(Path.of("src/main/java/org/fengqiao", room))) {
            return files.filter(file -> file.toString().endsWith(".java"))
                    .filter(HouseDocsTest::isPublic)
                    .map(file -> "`" + file.getFileName().toString().replace(".java", "") + "`")
                    .sorted()
                    .collect(Collectors.joining(" "));
        }
    }

    private static boolean isPublic(Path file) {
        try {
            return Files.readString(file)
                    .lines()
                    .anyMatch(line -> line.matches(
                            "public (final |sealed |abstract )*(class|interface|record|enum|@interface) .*"));
        } catch (IOException e) {
            return false;
        }
    }

    private static String tables(String room) throws IOException {
        Path folder = Path.of("src/main/resources/db/migration", room.equals("group") ? "groups" : room);
        if (!Files.isDirectory(folder)) {
            return "";
        }
        StringBuilder found = new StringBuilder();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.sorted().toList()) {
                Matcher tables =
                        Pattern.compile("(?m)^create table (\\w+\\.\\w+)").matcher(Files.readString(file));
                while (tables.find()) {
                    found.append('`').append(tables.group(1)).append("` ");
                }
            }
        }
        return found.toString().strip();
    }
}
