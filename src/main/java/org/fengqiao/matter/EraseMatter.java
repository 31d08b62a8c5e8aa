package org.fengqiao.matter;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.fengqiao.audit.ChainHash;
import org.fengqiao.audit.Seal;
import org.fengqiao.shared.RefusedException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Takes the words of persons out of a matter that is over, and out of every line of its ledger: the seal of what a line said stays, so the
 * chain holds and {@code verify} finds nothing wrong. What happened, when, and who of ours did it stays too: figures are counted from it.
 * The matter gets a new tracking code: the former one is the salt of the seals that stay, and whoever has it could try out words on them.
 */
@Component
class EraseMatter {

    private final JdbcClient jdbc;
    private final Matters matters;
    private final Change change;
    private final ChainHash chain;
    private final PhotoFiles photoFiles;
    private final List<ErasesWithMatter> rooms;
    private final Clock clock;

    EraseMatter(
            JdbcClient jdbc,
            Matters matters,
            Change change,
            ChainHash chain,
            PhotoFiles photoFiles,
            List<ErasesWithMatter> rooms,
            Clock clock) {
        this.rooms = rooms;
        this.jdbc = jdbc;
        this.matters = matters;
        this.change = change;
        this.chain = chain;
        this.photoFiles = photoFiles;
        this.clock = clock;
    }

    private record Line(int n, Seal said) {}

    /**
     * Empties one matter, with the whole house in sight.
     *
     * @param basis see {@link Happening.Erased}
     * @param files whether its photos and papers go, too
     * @return how many of what
     * @throws org.fengqiao.shared.RefusedException CONFLICT when the matter is open or held, or something of it is under way
     */
    @Transactional(propagation = Propagation.MANDATORY)
    Map<String, Integer> erase(long id, Actor by, String basis, boolean files) {
        Matter before = matters.lock(id);
        Happening erased = before.erase(basis);
        requireNoHold(before);
        rooms.forEach(room -> room.objectTo(id));
        List<Line> lines = lines(before);
        int emptied = jdbc.sql("select matter.empty_lines(?, ?::int[], ?::bytea[], ?)")
                .params(
                        id,
                        lines.stream().map(Line::n).toArray(Integer[]::new),
                        lines.stream().map(line -> line.said().bytes()).toArray(byte[][]::new),
                        files)
                .query(Integer.class)
                .single();
        jdbc.sql(
                        "update matter.matter set words = '', longitude = null, latitude = null, tracking = ?, erased_at = now() where id = ?")
                .params(OpenMatter.trackingCode(), id)
                .update();
        jdbc.sql("update matter.sight set task = '', report = '' where matter_id = ?")
                .param(id)
                .update();
        // What it is found by is written anew when the search comes to the line that follows here; until then by
        // nothing.
        jdbc.sql("update matter.search set tokens = ''::tsvector where matter_id = ?")
                .param(id)
                .update();
        change.apply(id, null, by, matter -> erased);
        Map<String, Integer> gone = new TreeMap<>();
        gone.put("matters", 1);
        gone.put("lines", emptied);
        gone.put("photos", files ? discardPhotos(id) : 0);
        rooms.forEach(room -> room.erase(id, files).forEach((what, many) -> gone.merge(what, many, Integer::sum)));
        return gone;
    }

    private void requireNoHold(Matter matter) {
        if (jdbc.sql("""
                        select m.hold_reason is not null or r.hold_reason is not null
                        from matter.matter m left join people.resident r on r.id = m.resident_id where m.id = ?""").param(matter.id()).query(Boolean.class).single()) {
            throw RefusedException.because(RefusedException.Reason.CONFLICT, "refused.erase.held", matter.number());
        }
    }

    private List<Line> lines(Matter of) {
        return jdbc.sql("""
                        select n, unit_id, what, at, by_kind, by_id, by_name, data::text as data, hash from matter.ledger
                        where matter_id = ? and erased is null order by n""")
                .param(of.id())
                .query((row, i) -> {
                    LineSeal line = new LineSeal(
                            row.getInt("n"),
                            row.getInt("unit_id"),
                            row.getString("what"),
                            row.getTimestamp("at").toInstant());
                    LineSeal.Said said = new LineSeal.Said(
                            row.getString("by_kind"),
                            row.getInt("by_id"),
                            row.getString("by_name"),
                            row.getString("data"));
                    ChainHash.Algorithm algorithm =
                            Seal.read(row.getBytes("hash")).algorithm().orElse(chain.algorithm());
                    return new Line(line.n(), line.saidOnly(algorithm, of.tracking(), said));
                })
                .list();
    }

    /** Files go once nobody can want the rows back; one that another photo needs, or that comes again meanwhile, stays. */
    private int discardPhotos(long id) {
        Instant since = clock.instant();
        List<String> hashes = new ArrayList<>();
        int photos = jdbc.sql("delete from matter.photo where matter_id = ? returning sha256, thumbnail")
                .param(id)
                .query((row, n) -> hashes.add(row.getString(1)) && hashes.add(row.getString(2)))
                .list()
                .size();
        List<String> left = jdbc.sql("""
                        select distinct h.hash from unnest(?::text[]) as h (hash)
                        where not exists (select from matter.photo p where p.sha256 = h.hash or p.thumbnail = h.hash)""")
                .param(hashes.toArray(String[]::new))
                .query((row, n) -> row.getString(1))
                .list();
        TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
            @Override
            public void afterCommit() {
                left.forEach(hash -> photoFiles.discard(hash, since));
            }
        });
        return photos;
    }
}
