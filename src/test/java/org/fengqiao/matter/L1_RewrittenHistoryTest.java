package org.fengqiao.matter;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.fengqiao.audit.AuditTrail;
import org.fengqiao.audit.ChainHash;
import org.fengqiao.audit.Checkpoints;
import org.fengqiao.audit.Deed;
import org.fengqiao.audit.KeepsChains;
import org.fengqiao.audit.Proofs;
import org.fengqiao.audit.ProvesHistory;
import org.fengqiao.audit.Seal;
import org.fengqiao.database.AnyRow;
import org.fengqiao.database.Look;
import org.fengqiao.database.Looking;
import org.fengqiao.town.InTheHouse;
import org.fengqiao.town.Soak;
import org.fengqiao.town.Soon;
import org.fengqiao.town.Town;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;

/** L1: whatever the owner of the database does to lines that a checkpoint has seen is found; every attempt is undone afterwards. */
@InTheHouse
class L1_RewrittenHistoryTest {

    private static final Deed LOOKED = Deed.named("test.looked");

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
    AuditTrail trail;

    @Autowired
    Checkpoints checkpoints;

    @Autowired
    ApplicationContext house;

    /** What is done to a matter's lines. */
    private enum Attack {
        EDIT_WORDS(
                "update matter.ledger set data = jsonb_set(data, '{words}', '\"没有的事\"') where matter_id = %1$d and n = 3"),
        EDIT_NUMBER("update matter.ledger set data = data || '{\"photos\": [7]}' where matter_id = %1$d and n = 3"),
        EDIT_WHO("update matter.ledger set by_name = '别人', by_id = by_id + 1 where matter_id = %1$d and n = %2$d"),
        EDIT_KIND("update matter.ledger set by_kind = 'RESIDENT' where matter_id = %1$d and n = %2$d"),
        EDIT_TIME("update matter.ledger set at = at + interval '1 microsecond' where matter_id = %1$d and n = %2$d"),
        EDIT_WHAT("update matter.ledger set what = 'Noted' where matter_id = %1$d and n = 4"),
        EDIT_SEAL(
                "update matter.ledger set hash = set_byte(hash, 7, get_byte(hash, 7) # 1) where matter_id = %1$d and n = %2$d"),
        STATION_SWAP("update matter.ledger set unit_id = unit_id + 1 where matter_id = %1$d and n = %2$d"),
        DELETE("delete from matter.ledger where matter_id = %1$d and n = %2$d"),
        DELETE_AND_CLOSE_UP("""
                delete from matter.ledger where matter_id = %1$d and n = 2;
                update matter.ledger set n = -n where matter_id = %1$d and n > 2;
                update matter.ledger set n = -n - 1 where matter_id = %1$d and n < 0;
                update matter.matter set version = version - 1 where id = %1$d"""),
        RE_ORDER("""
                update matter.ledger set n = -n where matter_id = %1$d and n in (2, 3);
                update matter.ledger set n = 5 + n where matter_id = %1$d and n < 0"""),
        EXCHANGE_WORDS("""
                update matter.ledger l set data = o.data, what = o.what from matter.ledger o
                where l.matter_id = %1$d and o.matter_id = %1$d and l.n in (3, 4) and o.n = 7 - l.n"""),
        INSERT("""
                update matter.ledger set n = -n where matter_id = %1$d and n > 2;
                update matter.ledger set n = 1 - n where matter_id = %1$d and n < 0;
                insert into matter.ledger (matter_id, n, unit_id, what, at, by_kind, by_id, by_name, data, hash)
                select matter_id, 3, unit_id, 'Noted', at, by_kind, by_id, by_name, '{"words": "补记", "photos": []}', hash from matter.ledger where matter_id = %1$d and n = 2;
                update matter.matter set version = version + 1 where id = %1$d"""),
        ADD_AT_THE_END("""
                insert into matter.ledger (matter_id, n, unit_id, what, at, by_kind, by_id, by_name, data, hash)
                select matter_id, 5, unit_id, 'Noted', at, by_kind, by_id, by_name, '{"words": "补记", "photos": []}', hash from matter.ledger where matter_id = %1$d and n = 4;
                update matter.matter set version = 5 where id = %1$d"""),
        CUT_TAIL("delete from matter.ledger where matter_id = %1$d and n > %2$d - 1"),
        CUT_TAIL_AND_SET_BACK("""
                delete from matter.ledger where matter_id = %1$d and n > 3;
                update matter.matter m set version = 3, head = l.hash from matter.ledger l where m.id = %1$d and l.matter_id = m.id and l.n = 3"""),
        EXCHANGE_MATTERS("""
                update matter.ledger set matter_id = case matter_id when %1$d then -%3$d else -%1$d end where matter_id in (%1$d, %3$d);
                update matter.ledger set matter_id = -matter_id where matter_id in (-%1$d, -%3$d);
                update matter.matter m set head = l.hash, version = l.n from matter.ledger l where m.id in (%1$d, %3$d) and l.matter_id = m.id and l.n = 4"""),
        TAKE_AWAY("delete from matter.ledger where matter_id = %1$d"),
        TAKE_AWAY_ALL("""
                set local session_replication_role = replica;
                delete from matter.ledger where matter_id = %1$d;
                delete from matter.matter where id = %1$d;
                set local session_replication_role = origin"""),
        /** By somebody who has read this program. */
        SEAL_ANEW(null);

        private final @org.jspecify.annotations.Nullable String sql;

        Attack(@org.jspecify.annotations.Nullable String sql) {
            this.sql = sql;
        }
    }

    private List<Long> matters(int many) {
        Actor chen = Town.actor(town.chen);
        List<Long> ids = new ArrayList<>();
        for (int i = 0; i < many; i++) {
            ids.add(town.as(town.chen, () -> {
                long id = openMatter
                        .open(NewMatter.of(town.qingshi, "DEMAND", "路灯不亮", Way.DESK), chen)
                        .id();
                takeMatter.take(id, 1, chen);
                addNote.note(id, 2, chen, "去看过了", List.of());
                answerMatter.answer(id, 3, chen, "修好了");
                return id;
            }));
        }
        return ids;
    }

    /** A checkpoint names what ended before the oldest work under way; followers may still be at theirs. */
    private void checkpointOfAllThis() {
        long[] done = new long[1];
        AnyRow.in(house)
                .undone(owner -> done[0] = owner.sql("select pg_snapshot_xmax(pg_current_snapshot())::text::bigint")
                        .query(Long.class)
                        .single());
        Soon.it("a checkpoint names all of this", () -> checkpoints.write().below() >= done[0]);
    }

    @Test
    void everyAttackOnTheLedgerIsFound() {
        Random chance = Soak.chance("L1");
        List<Long> ids = matters(Soak.times(25, 25_000));
        checkpointOfAllThis();
        Map<Attack, Integer> done = new EnumMap<>(Attack.class);
        AnyRow any = AnyRow.in(house);
        long[] before = new long[1];
        any.undone(owner -> before[0] = byCheckpoint(owner));
        int attempts = Soak.times(60, 1_000);
        List<String> unseen = new ArrayList<>();
        for (int i = 0; i < attempts; i++) {
            Attack attack = Attack.values()[i % Attack.values().length];
            long id = ids.get(chance.nextInt(ids.size()));
            long other = ids.get((ids.indexOf(id) + 1) % ids.size());
            int n = 2 + chance.nextInt(3);
            any.undone(owner -> {
                assertThat(byChain(owner, id) + byChain(owner, other)).isZero();
                if (attack.sql == null) {
                    sealAnew(owner, id);
                } else {
                    any.script(attack.sql.formatted(id, n, other));
                }
                if (byChain(owner, id) + byChain(owner, other) == 0 && byCheckpoint(owner) == before[0]) {
                    unseen.add(attack + " on matter " + id + ", line " + n);
                }
            });
            done.merge(attack, 1, Integer::sum);
        }
        System.out.println("L1: " + attempts + " attacks on " + ids.size() * 4 + " lines: " + done);
        assertThat(unseen).isEmpty();
        assertThat(done).hasSize(Attack.values().length);
    }

    private long byChain(JdbcClient owner, long id) {
        MatterChains chains = new MatterChains(owner);
        return Looking.of(chains, owner, look -> chains.look(look, id - 1, id)).found();
    }

    private long byCheckpoint(JdbcClient owner) {
        List<KeepsChains> rooms = List.of(new MatterChains(owner), Proofs.trail(owner));
        Look look = Looking.of(Proofs.checkpoints(house, rooms, owner), owner);
        assertThat(look.seen()).as("heads in the checkpoints").isGreaterThan(20);
        return look.found();
    }

    /** Changes what line 3 says and makes the whole rest of the chain anew, as if it had always been so. */
    private static void sealAnew(JdbcClient owner, long id) {
        owner.sql(
                        "update matter.ledger set data = jsonb_set(data, '{words}', '\"没有的事\"') where matter_id = ? and n = 3")
                .param(id)
                .update();
        String tracking = owner.sql("select tracking from matter.matter where id = ?")
                .param(id)
                .query(String.class)
                .single();
        Seal former = Seal.NONE;
        for (int n = 1; n <= 4; n++) {
            Seal before = former;
            int place = n;
            former = owner.sql(
                            "select unit_id, what, at, by_kind, by_id, by_name, data::text from matter.ledger where matter_id = ? and n = ?")
                    .params(id, n)
                    .query((row, i) -> new LineSeal(
                                    place,
                                    row.getInt(1),
                                    row.getString(2),
                                    row.getTimestamp(3).toInstant())
                            .after(
                                    before,
                                    ChainHash.Algorithm.SHA_256,
                                    tracking,
                                    new LineSeal.Said(
                                            row.getString(4), row.getInt(5), row.getString(6), row.getString(7))))
                    .single();
            owner.sql("update matter.ledger set hash = ? where matter_id = ? and n = ?")
                    .params(former.bytes(), id, n)
                    .update();
        }
        owner.sql("update matter.matter set head = ? where id = ?")
                .params(former.bytes(), id)
                .update();
    }

    @Test
    void everyAttackOnTheAuditTrailIsFound() {
        for (int i = 0; i < 5; i++) {
            int count = i;
            town.qian.sight().seeing(() -> trail.keep(LOOKED, "resident/" + count, "核对", Map.of("count", "1")));
        }
        checkpointOfAllThis();
        int officer = town.qian.officer();
        List<String> attacks = List.of(
                "update audit.line set purpose = '没有的事' where officer_id = %d and n = 3",
                "update audit.line set data = '{\"count\": \"2\"}' where officer_id = %d and n = 2",
                "update audit.line set address = '127.0.0.2' where officer_id = %d and n = 5",
                "update audit.line set at = at - interval '1 day' where officer_id = %d and n = 1",
                "update audit.line set unit_id = unit_id + 1 where officer_id = %d and n = 4",
                "delete from audit.line where officer_id = %d and n = 2",
                "delete from audit.line where officer_id = %d and n > 3",
                "delete from audit.line where officer_id = %d",
                "update audit.line set n = case n when 2 then -3 else -2 end where officer_id = %1$d and n in (2, 3); update audit.line set n = -n where officer_id = %1$d and n < 0",
                "insert into audit.line (officer_id, n, at, by_role, what, hash) select officer_id, max(n) + 1, now(), 'MEDIATOR', 'test.looked', '\\x00' from audit.line where officer_id = %d group by 1");
        AnyRow any = AnyRow.in(house);
        for (String attack : attacks) {
            any.undone(owner -> {
                long chain = Looking.of(Proofs.trail(owner), owner).found();
                long checkpoint = byCheckpoint(owner);
                any.script(attack.formatted(officer));
                assertThat(Looking.of(Proofs.trail(owner), owner).found() - chain + byCheckpoint(owner) - checkpoint)
                        .as(attack)
                        .isPositive();
            });
        }
    }

    @Test
    void everyAttackOnACheckpointIsFound() throws IOException {
        Random chance = Soak.chance("L1 checkpoint");
        matters(2);
        checkpointOfAllThis();
        Path file = Proofs.newest(house);
        byte[] whole = Files.readAllBytes(file);
        AnyRow any = AnyRow.in(house);
        any.undone(owner -> {
            long before = found(owner);
            try {
                for (int i = 0; i < Soak.times(20, 500); i++) {
                    byte[] torn = whole.clone();
                    int at = chance.nextInt(torn.length);
                    torn[at] ^= (byte) (1 << chance.nextInt(7));
                    Files.write(file, torn);
                    assertThat(found(owner)).as("byte %d", at).isGreaterThan(before);
                }
                byte[] signedOtherwise = whole.clone();
                int last = whole.length - 2;
                signedOtherwise[last] = (byte) (whole[last] == '0' ? '1' : '0');
                Files.write(file, signedOtherwise);
                assertThat(found(owner)).as("another signature").isGreaterThan(before);
                Files.write(file, Arrays.copyOf(whole, whole.length / 2));
                assertThat(found(owner)).as("half a file").isGreaterThan(before);
                Files.delete(file);
                assertThat(found(owner)).as("no file").isGreaterThan(before);
                Files.write(file, whole);
                assertThat(found(owner)).isEqualTo(before);
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            } finally {
                restore(file, whole);
            }
        });
    }

    private long found(JdbcClient owner) {
        List<KeepsChains> rooms = List.of(new MatterChains(owner), Proofs.trail(owner));
        ProvesHistory check = Proofs.checkpoints(house, rooms, owner);
        return Looking.of(check, owner).found();
    }

    private static void restore(Path file, byte[] whole) {
        try {
            Files.write(file, whole);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
