package org.fengqiao.matter;

import java.util.ArrayList;
import java.util.List;
import org.fengqiao.database.Look;
import org.fengqiao.database.Looking;
import org.fengqiao.town.EveryRow;
import org.springframework.context.ApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What {@code verify} and {@code fsck} say about one matter, for tests of other rooms. */
public final class OneMatter {

    private OneMatter() {}

    /** Everything found wrong with the chain of its ledger, and with the state its ledger leads to. */
    public static List<String> findings(ApplicationContext house, long id) {
        JdbcClient jdbc = house.getBean(JdbcClient.class);
        MatterChains chains = house.getBean(MatterChains.class);
        return house.getBean(EveryRow.class).see(() -> {
            Look look = Looking.of(chains, jdbc, it -> chains.look(it, id - 1, id));
            List<String> found = new ArrayList<>(
                    look.findings().stream().map(Object::toString).toList());
            Matter matter = house.getBean(Matters.class).require(id);
            List<WrittenLine> lines = jdbc.sql("""
                            select matter_id, seq, unit_id, what, data::text as data, at, by_kind, by_id, by_name, false as ahead
                            from matter.ledger where matter_id = ? order by n""")
                    .param(id)
                    .query((row, n) -> LedgerTellsMatters.written(row))
                    .list();
            new Replay(matter, house.getBean(Happenings.class))
                    .all(lines)
                    .forEach(wrong -> found.add(wrong.toString()));
            return found;
        });
    }
}
