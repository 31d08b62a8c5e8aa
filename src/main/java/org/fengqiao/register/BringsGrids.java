package org.fengqiao.register;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.fengqiao.access.SignedIn;
import org.fengqiao.org.DrawGrid;
import org.fengqiao.org.Grid;
import org.fengqiao.org.Officer;
import org.fengqiao.org.Officers;
import org.fengqiao.shared.PhoneNumber;
import org.fengqiao.shared.RefusedException;
import org.fengqiao.shared.RefusedException.Reason;
import org.springframework.context.MessageSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Grids and their keepers, known again by kind and name; another keeper of a known grid is given back, to be changed on its page. */
@Component
class BringsGrids implements Brings {

    private final DrawGrid drawGrid;
    private final Officers officers;
    private final JdbcClient jdbc;
    private final MessageSource messages;

    BringsGrids(DrawGrid drawGrid, Officers officers, JdbcClient jdbc, MessageSource messages) {
        this.drawGrid = drawGrid;
        this.officers = officers;
        this.jdbc = jdbc;
        this.messages = messages;
    }

    @Override
    public Register register() {
        return Register.GRIDS;
    }

    @Override
    public Lines begin(SignedIn me, int unit, String source) {
        List<Officer> ours = officers.ofUnit(unit);
        return told -> {
            told.requires("name");
            String name = told.line("name", 80);
            Grid.Kind kind = kind(told);
            String keeper = told.line("keeper", 40);
            PhoneNumber phone = told.phone("phone");
            int officer = officer(told, ours);
            Optional<String> known = jdbc.sql(
                            "select keeper_name from org.grid where unit_id = ? and kind = ? and name = ? order by id limit 1")
                    .params(unit, kind.name(), name)
                    .query(String.class)
                    .optional();
            if (known.isPresent()) {
                if (!keeper.isEmpty() && !keeper.equals(known.get())) {
                    throw RefusedException.because(Reason.CONFLICT, "refused.import.other-keeper")
                            .at("keeper");
                }
                return false;
            }
            drawGrid.draw(new DrawGrid.Drawing(
                    unit, kind, name, officer, keeper, phone == null ? null : phone.digits(), false, null));
            return true;
        };
    }

    /** By its words in either language; the committees' where nothing is told, because theirs are the registers with keepers. */
    private Grid.Kind kind(Told told) {
        String words = told.line("kind", 40);
        if (words.isEmpty()) {
            return Grid.Kind.SOCIAL;
        }
        for (Grid.Kind kind : Grid.Kind.values()) {
            for (Locale language : List.of(Locale.SIMPLIFIED_CHINESE, Locale.ENGLISH)) {
                String spellings = messages.getMessage("register.grid." + kind.name(), null, language);
                if (Arrays.stream(spellings.split(",")).anyMatch(words::equalsIgnoreCase)) {
                    return kind;
                }
            }
        }
        throw RefusedException.badInput("refused.import.grid-kind").at("kind");
    }

    private static int officer(Told told, List<Officer> ours) {
        String name = told.line("officer", 40);
        if (name.isEmpty()) {
            return 0;
        }
        List<Officer> named =
                ours.stream().filter(one -> one.name().equals(name)).toList();
        if (named.size() != 1) {
            throw RefusedException.badInput(named.isEmpty() ? "refused.import.nobody" : "refused.import.several")
                    .at("officer");
        }
        return named.getFirst().id();
    }
}
