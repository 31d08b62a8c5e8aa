package org.fengqiao.desk;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.parser.Parser;
import org.commonmark.renderer.html.HtmlRenderer;
import org.springframework.stereotype.Component;

/** The guide as it stands in {@code docs/guide}: one page for each kind of reader, in Chinese and English. */
@Component
public class Guide {

    /** The pages, in the order they are offered. */
    public static final List<String> PAGES = List.of("officer", "chief", "administrator", "resident", "developer");

    private final Map<String, String> rendered = new ConcurrentHashMap<>();

    /** A page as HTML, empty when there is none of this name. */
    public Optional<String> page(String name, Locale language) {
        if (!PAGES.contains(name)) {
            return Optional.empty();
        }
        String file = name + (language.getLanguage().equals("en") ? ".en" : "") + ".md";
        return Optional.of(rendered.computeIfAbsent(file, this::render));
    }

    private String render(String file) {
        try (InputStream text = Guide.class.getResourceAsStream("/guide/" + file)) {
            if (text == null) {
                throw new IllegalStateException("The guide lacks " + file);
            }
            var tables = List.of(TablesExtension.create());
            Parser parser = Parser.builder().extensions(tables).build();
            HtmlRenderer renderer = HtmlRenderer.builder()
                    .extensions(tables)
                    .escapeHtml(true)
                    .sanitizeUrls(true)
                    .build();
            return renderer.render(parser.parse(new String(text.readAllBytes(), StandardCharsets.UTF_8)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
