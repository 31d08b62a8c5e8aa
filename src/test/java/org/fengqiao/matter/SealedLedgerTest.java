package org.fengqiao.matter;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.fengqiao.database.AnyRow;
import org.fengqiao.database.Look;
import org.fengqiao.database.Looking;
import org.fengqiao.town.InTheHouse;
import org.fengqiao.town.Town;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;

@InTheHouse
class SealedLedgerTest {

    @Autowired
    Town town;

    @Autowired
    OpenMatter openMatter;

    @Autowired
    TakeMatter takeMatter;

    @Autowired
    AddNote addNote;

    @Autowired
    AnswerMatter answerMatter;

    @Autowired
    CallBackMatter callBackMatter;

    @Autowired
    ApplicationContext house;

    private long matter() {
        Actor chen = Town.actor(town.chen);
        return town.as(town.chen, () -> {
            long id = openMatter
                    .open(
                            NewMatter.of(town.qingshi, "DEMAND", "他说：\"漏水\\很久了\"\t第二行\n第三行 😀 \u0007 末尾", Way.DESK)
                                    .askedBy(0, "王“大”\\娘"),
                            chen)
                    .id();
            takeMatter.take(id, 1, chen);
            addNote.note(id, 2, chen, "去看过了", List.of());
            answerMatter.answer(id, 3, chen, "修好了");
            callBackMatter.callBack(id, 4, chen, true, 5, "满意");
            return id;
        });
    }

    private static List<String> seals(JdbcClient owner, long matter) {
        return owner.sql("""
                        select l.n || ' ' || encode(l.hash, 'hex') || ' ' || (l.hash = m.head) from matter.ledger l
                        join matter.matter m on m.id = l.matter_id where l.matter_id = ? order by l.n""").param(matter).query((row, n) -> row.getString(1)).list();
    }

    @Test
    void everyLineSealsTheOneBeforeAndTheMatterStandsOnTheLast() {
        long id = matter();
        AnyRow.in(house).undone(owner -> {
            MatterChains chains = new MatterChains(owner);
            Look look = Looking.of(chains, owner, it -> chains.look(it, id - 1, id));
            assertThat(look.findings()).isEmpty();
            assertThat(look.seen()).isEqualTo(5);
            assertThat(seals(owner, id)).hasSize(5).last().asString().endsWith("true");
        });
    }

    @Test
    void linesOfTheFormerSchemaAreSealedAlike() {
        long id = matter();
        AnyRow any = AnyRow.in(house);
        any.undone(owner -> {
            List<String> written = seals(owner, id);
            for (String statement : List.of(
                    "drop index matter.ledger_chain",
                    "alter table matter.ledger drop column n, drop column hash, drop column erased",
                    "alter table matter.matter drop column head",
                    "create index ledger_of_matter on matter.ledger (matter_id, seq)")) {
                owner.sql(statement).update();
            }
            any.script(migration());
            assertThat(seals(owner, id)).isEqualTo(written);
        });
    }

    private static String migration() {
        try {
            return Files.readString(Path.of("src/main/resources/db/migration/matter/V3__sealed_ledger.sql"));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
