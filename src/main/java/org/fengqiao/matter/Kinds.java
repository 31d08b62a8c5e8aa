package org.fengqiao.matter;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.fengqiao.shared.RefusedException;
import org.springframework.stereotype.Component;

/** All kinds of matter this house knows. */
@Component
public class Kinds {

    private final List<Kind> all;
    private final Map<String, Kind> byCode;

    Kinds(List<Kind> ofOtherRooms) {
        List<Kind> kinds = new ArrayList<>(Kind.BASIC);
        kinds.addAll(ofOtherRooms);
        kinds.sort(Comparator.comparingInt(Kind::order));
        this.all = List.copyOf(kinds);
        this.byCode = all.stream().collect(Collectors.toMap(Kind::code, kind -> kind));
    }

    /** Every kind in menu order. */
    public List<Kind> all() {
        return all;
    }

    /** The kind with this code, or a refusal that names the field {@code kind}. */
    public Kind require(String code) {
        Kind kind = byCode.get(code);
        if (kind == null) {
            throw RefusedException.badInput("refused.kind").at("kind");
        }
        return kind;
    }
}
