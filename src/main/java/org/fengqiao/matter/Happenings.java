package org.fengqiao.matter;

import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Happenings as they stand in the ledger: a name and JSON. The names are the record names and never change their meaning. */
@Component
class Happenings {

    private static final Map<String, Class<?>> TYPES = Arrays.stream(Happening.class.getPermittedSubclasses())
            .collect(Collectors.toMap(Class::getSimpleName, type -> type));

    private final JsonMapper json = JsonMapper.builder()
            .changeDefaultPropertyInclusion(inclusion ->
                    inclusion.withValueInclusion(com.fasterxml.jackson.annotation.JsonInclude.Include.NON_NULL))
            .build();

    static String name(Happening happening) {
        return happening.getClass().getSimpleName();
    }

    String write(Happening happening) {
        return json.writeValueAsString(happening);
    }

    Happening read(String name, String data) {
        Class<?> type = TYPES.get(name);
        if (type == null) {
            throw new IllegalStateException("the ledger holds a happening this program does not know: " + name);
        }
        return (Happening) json.readValue(data, type);
    }
}
