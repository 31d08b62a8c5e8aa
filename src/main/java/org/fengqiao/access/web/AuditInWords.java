package org.fengqiao.access.web;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.fengqiao.audit.AuditLine;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Component;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/**
 * Lines of the audit trail in the reader's language. The trail keeps names that never change, such as {@code resident.unmasked}; what
 * has no words is shown as it was kept.
 */
@Component
class AuditInWords {

    private static final TypeReference<Map<String, String>> TEXTS = new TypeReference<>() {};
    private static final List<String> VALUES = List.of("audit.value.", "role.", "register.", "bridge.opens.");

    private final MessageSource messages;
    private final JsonMapper json;

    AuditInWords(MessageSource messages, JsonMapper json) {
        this.messages = messages;
        this.json = json;
    }

    /**
     * A line in words.
     *
     * @param more what else is known, by its name
     */
    record Told(AuditLine line, String role, String deed, String thing, String purpose, Map<String, String> more) {}

    Told told(AuditLine line, Locale locale) {
        return new Told(
                line,
                said("role." + line.byRole(), said("audit.by." + line.byRole(), line.byRole(), locale), locale),
                said("audit.deed." + line.what(), line.what(), locale),
                thing(line.about(), locale),
                purpose(line.purpose(), locale),
                more(line.data(), locale));
    }

    private String thing(String about, Locale locale) {
        int slash = about.indexOf('/');
        String kind = slash < 0 ? about : about.substring(0, slash);
        String one = about.substring(slash + 1);
        String list = kind.equals("list") ? said("audit.list." + one, "", locale) : "";
        String named = said("audit.thing." + kind, "", locale);
        if (!list.isEmpty() || named.isEmpty()) {
            return list.isEmpty() ? about : list;
        }
        return slash < 0 ? named : named + " " + one;
    }

    /** A purpose chosen from the list, and the person's own words after it. */
    private String purpose(String kept, Locale locale) {
        String[] parts = kept.split(": ", 2);
        String chosen = said("audit.purpose." + parts[0], "", locale);
        if (chosen.isEmpty()) {
            return kept;
        }
        return parts.length == 1 ? chosen : chosen + " · " + parts[1];
    }

    private Map<String, String> more(String data, Locale locale) {
        Map<String, String> more = new LinkedHashMap<>();
        json.readValue(data, TEXTS).forEach((name, value) -> {
            if (!value.isEmpty()) {
                more.put(said("audit.more." + name, name, locale), value(value, locale));
            }
        });
        return more;
    }

    private String value(String kept, Locale locale) {
        return VALUES.stream()
                .map(prefix -> said(prefix + kept, "", locale))
                .filter(words -> !words.isEmpty())
                .findFirst()
                .orElseGet(() -> kept.contains("/") ? thing(kept, locale) : kept);
    }

    private String said(String key, String otherwise, Locale locale) {
        return String.valueOf(messages.getMessage(key, null, otherwise, locale));
    }
}
