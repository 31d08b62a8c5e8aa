package org.fengqiao.planted;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A mistake somebody could make, kept as text in {@code src/test/planted}: what it would mean, the test that has to notice it, and which
 * words of which files become which. White space counts only as being there, so a file that was formatted anew keeps its fault.
 *
 * @param name two digits and a few words, as the file is called
 * @param why what would happen to somebody if it stood in the program
 * @param caughtBy the class of the test, and after {@code #} the one method where a class would take long
 * @param thrown what the test breaks off with where it is not the test itself that judges; empty mostly
 */
record PlantedFault(String name, String why, String caughtBy, String thrown, List<Change> changes) {

    static final Path FOLDER = Path.of("src", "test", "planted");

    private static final String CAUGHT_BY = "caught by: ";
    private static final String THROWN = "breaks off with: ";

    /** What stands in a file, once, and what stands there with the fault. */
    record Change(String file, String right, String wrong) {

        private static final Pattern BETWEEN = Pattern.compile("\\s+");

        private Pattern asWritten() {
            return Pattern.compile(
                    BETWEEN.splitAsStream(right.strip()).map(Pattern::quote).collect(Collectors.joining("\\s+")));
        }

        /** How often the right words stand in this text. */
        long times(String text) {
            return asWritten().matcher(text).results().count();
        }

        String in(String text) {
            return asWritten().matcher(text).replaceFirst(Matcher.quoteReplacement(wrong.strip()));
        }
    }

    static List<PlantedFault> all() {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files.filter(file -> file.toString().endsWith(".txt"))
                    .sorted()
                    .map(PlantedFault::read)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static PlantedFault read(Path file) {
        try {
            String[] parts = Files.readString(file).split("(?m)^--- ", -1);
            List<String> head = parts[0].lines().toList();
            return new PlantedFault(
                    file.getFileName().toString().replace(".txt", ""),
                    head.stream()
                            .filter(line -> !line.startsWith(CAUGHT_BY) && !line.startsWith(THROWN))
                            .collect(Collectors.joining(" "))
                            .strip(),
                    after(CAUGHT_BY, head),
                    after(THROWN, head),
                    Arrays.stream(parts).skip(1).map(PlantedFault::change).toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String after(String word, List<String> lines) {
        return lines.stream()
                .filter(line -> line.startsWith(word))
                .map(line -> line.substring(word.length()).strip())
                .collect(Collectors.joining());
    }

    private static Change change(String part) {
        String[] lines = part.split("\n", 2);
        String[] both = lines[1].split("(?m)^\\+\\+\\+\\s*$", -1);
        return new Change(lines[0].strip(), both[0], both[1]);
    }

    String number() {
        return name.substring(0, 2);
    }

    String testClass() {
        return caughtBy.replaceFirst("#.*", "");
    }

    /** The method that notices it, empty for any of the class. */
    String testMethod() {
        return caughtBy.contains("#") ? caughtBy.substring(caughtBy.indexOf('#') + 1) : "";
    }

    /** Puts the fault into a copy of the sources. */
    List<Path> plantIn(Path root) throws IOException {
        List<Path> changed = new ArrayList<>();
        for (Change change : changes) {
            Path file = root.resolve(change.file());
            String text = Files.readString(file);
            if (change.times(text) != 1) {
                throw new IllegalStateException("%s: these words stand in %s %d times and not once:%n%s"
                        .formatted(name, change.file(), change.times(text), change.right()));
            }
            Files.writeString(file, change.in(text));
            changed.add(file);
        }
        return changed.stream().distinct().toList();
    }
}
