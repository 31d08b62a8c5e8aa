package org.fengqiao.demo;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.text.MessageFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/** What is told of the town in {@code demo/*.tsv}: lines of fields parted by tabs, the first one naming them. */
final class Told {

    private static final Map<String, List<List<String>>> FILES = new ConcurrentHashMap<>();
    private static final Map<String, Map<String, List<String>>> BY_KIND = new ConcurrentHashMap<>();

    private Told() {}

    /** The lines of one file; a missing last field is empty. */
    static List<List<String>> lines(String file) {
        return FILES.computeIfAbsent(file, Told::read);
    }

    private static List<List<String>> read(String file) {
        try (InputStream in = Objects.requireNonNull(Told.class.getResourceAsStream("/demo/" + file + ".tsv"), file)) {
            List<List<String>> lines = new ArrayList<>();
            for (String line : new String(in.readAllBytes(), StandardCharsets.UTF_8).split("\n")) {
                if (!line.startsWith("#") && !line.isBlank()) {
                    lines.add(List.of(line.split("\t", -1)));
                }
            }
            return lines;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The lines of a file whose first field is a kind, by that kind: the second fields. */
    static Map<String, List<String>> byKind(String file) {
        return BY_KIND.computeIfAbsent(
                file,
                name -> lines(name).stream()
                        .collect(Collectors.groupingBy(
                                line -> line.get(0), Collectors.mapping(line -> line.get(1), Collectors.toList()))));
    }

    /** A short text with its gaps filled. */
    static String text(String key, Object... args) {
        String pattern = Objects.requireNonNull(byKind("texts").get(key), key).getFirst();
        return args.length == 0 ? pattern : MessageFormat.format(pattern, args);
    }
}
