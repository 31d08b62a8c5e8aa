package org.fengqiao.matter;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.fengqiao.follow.Follower;
import org.fengqiao.follow.Stream;
import org.fengqiao.shared.SearchTokens;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Keeps what a matter can be found by: its words, everything said since, place, names. A resident's phone number is not among it: it is looked up sealed. */
@Component
class SearchFollower implements Follower<LedgerLine> {

    /** Key of its cursor. */
    static final String NAME = "search";

    static final long BLOCK = 100_000;

    private final Ledger ledger;
    private final JdbcClient jdbc;

    SearchFollower(Ledger ledger, JdbcClient jdbc) {
        this.ledger = ledger;
        this.jdbc = jdbc;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Stream<LedgerLine> stream() {
        return ledger;
    }

    private record Found(long id, int unit, String tokens) {}

    @Override
    public void follow(List<LedgerLine> lines) {
        Set<Long> changed = new HashSet<>();
        Set<Long> blocks = new HashSet<>();
        for (LedgerLine line : lines) {
            if (changesWhatIsFound(line.happening()) && changed.add(line.matterId())) {
                blocks.add(line.matterId() / BLOCK);
            }
        }
        if (changed.isEmpty()) {
            return;
        }
        for (long block : blocks) {
            if (jdbc.sql("select to_regclass('matter.search_' || ?) is null")
                    .param(block)
                    .query(Boolean.class)
                    .single()) {
                jdbc.sql("select matter.make_search_block(?)")
                        .param(block)
                        .query((row, n) -> true)
                        .single();
            }
        }
        List<Found> found = jdbc.sql("""
                        select m.id, m.unit_id, m.number, m.words, m.place, m.asker, coalesce(m.answer, '') as answer,
                               coalesce(r.name || ' ' || r.address, '') as resident,
                               coalesce(g.name, '') as group_name,
                               coalesce((select string_agg(l.data ->> 'words', ' ' order by l.n) from matter.ledger l
                                         where l.matter_id = m.id and l.what in ('WordAdded', 'Noted')), '') as further
                        from matter.matter m
                        left join people.resident r on r.id = m.resident_id
                        left join groups.chat_group g on g.id = m.group_id
                        where m.id = any (?)""")
                .param(changed.toArray(Long[]::new))
                .query((row, n) -> new Found(
                        row.getLong("id"),
                        row.getInt("unit_id"),
                        SearchTokens.tsvector(
                                        row.getString("number"),
                                        row.getString("words"),
                                        row.getString("place"),
                                        row.getString("asker"),
                                        row.getString("resident"),
                                        row.getString("group_name"),
                                        row.getString("answer"),
                                        row.getString("further"))
                                + " " + SearchTokens.ofUnit(row.getInt("unit_id"))))
                .list();
        List<Object[]> rows = new ArrayList<>(found.size());
        for (Found one : found) {
            rows.add(new Object[] {one.id(), one.unit(), one.tokens()});
        }
        write(rows);
    }

    private void write(List<Object[]> rows) {
        Long[] ids = rows.stream().map(row -> (Long) row[0]).toArray(Long[]::new);
        Integer[] units = rows.stream().map(row -> (Integer) row[1]).toArray(Integer[]::new);
        String[] tokens = rows.stream().map(row -> (String) row[2]).toArray(String[]::new);
        jdbc.sql("""
                        insert into matter.search (matter_id, unit_id, tokens)
                        select id, unit, tokens::tsvector from unnest(?::bigint[], ?::int[], ?::text[]) as t (id, unit, tokens)
                        on conflict (matter_id) do update set unit_id = excluded.unit_id, tokens = excluded.tokens""").params(ids, units, tokens).update();
    }

    private static boolean changesWhatIsFound(Happening happening) {
        return switch (happening) {
            case Happening.Opened opened -> true;
            case Happening.WordAdded word -> true;
            case Happening.Noted noted -> true;
            case Happening.Answered answered -> true;
            case Happening.Amended amended -> true;
            case Happening.HandedOver handed -> true;
            case Happening.Returned returned -> true;
            case Happening.Erased erased -> true;
            case Happening.Declined declined -> true;
            case Happening.Accepted accepted -> false;
            case Happening.Taken taken -> false;
            case Happening.Asked asked -> false;
            case Happening.CalledBack called -> false;
            case Happening.Closed closed -> false;
            case Happening.Reopened reopened -> false;
            case Happening.Merged merged -> false;
            case Happening.Unmerged unmerged -> false;
            case Happening.PartnerAsked asked -> false;
            case Happening.PartnerReported reported -> false;
            case Happening.Told told -> false;
            case Happening.Named named -> named.toUnit() != 0;
            case Happening.NamingLifted lifted -> false;
        };
    }
}
