package org.fengqiao.register;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.fengqiao.access.SignedIn;
import org.fengqiao.access.TakeAlong;
import org.fengqiao.access.TakeAlong.Said;
import org.fengqiao.shared.RefusedException;
import org.fengqiao.shared.RefusedException.Reason;
import org.springframework.stereotype.Component;

/** Gives back the lines that could not be taken, as they came, each with what is wrong and what to do. */
@Component
public class RefusedLines {

    private final Imports imports;

    RefusedLines(Imports imports) {
        this.imports = imports;
    }

    /** A line as it came and why it was not taken. */
    public record Given(List<String> cells, Said why) {}

    /**
     * Those of one table, for whoever uploaded it.
     *
     * @throws RefusedException NOT_FOUND when there is no such table in sight, GONE when it does not stand in memory any more
     */
    public TakeAlong.Table<Given> table(SignedIn me, long id) {
        imports.require(me, id);
        Upload upload =
                imports.find(me, id).orElseThrow(() -> RefusedException.because(Reason.GONE, "refused.import.gone"));
        List<TakeAlong.Column<Given>> columns = new ArrayList<>();
        for (int head = 0; head < upload.heads().size(); head++) {
            int at = head;
            columns.add(new TakeAlong.Column<>(
                    upload.heads().get(head),
                    20,
                    given -> at < given.cells().size() ? given.cells().get(at) : null));
        }
        columns.add(new TakeAlong.Column<>("register.why", 80, Given::why));
        return new TakeAlong.Table<>(
                "import-refused", "register.refused", columns, TakeAlong.Lines.of(lines(upload, me)));
    }

    private static List<Given> lines(Upload upload, SignedIn me) {
        try (Stream<TableFile.Line> lines = upload.lines()) {
            return lines.filter(line -> upload.refused().containsKey(line.number()))
                    .limit(TakeAlong.mostLines(me.role()) + 1L)
                    .map(line -> new Given(line.cells(), why(upload, line.number())))
                    .toList();
        }
    }

    private static Said why(Upload upload, int line) {
        RefusedException refused = upload.refused().get(line);
        if (refused == null) {
            return Said.of("register.why.again");
        }
        Said words = new Said(refused.key(), refused.args());
        String column = refused.field();
        return column == null
                ? words
                : new Said("register.why.at", List.of(Said.of(upload.register().head(column)), words));
    }
}
