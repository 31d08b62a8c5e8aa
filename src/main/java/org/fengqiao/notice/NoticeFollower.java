package org.fengqiao.notice;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.fengqiao.channel.Bridge;
import org.fengqiao.channel.Bridges;
import org.fengqiao.channel.Message;
import org.fengqiao.channel.Messages;
import org.fengqiao.follow.Follower;
import org.fengqiao.follow.Stream;
import org.fengqiao.group.ChatGroup;
import org.fengqiao.group.GroupSheets;
import org.fengqiao.matter.Happening;
import org.fengqiao.matter.Ledger;
import org.fengqiao.matter.LedgerLine;
import org.fengqiao.matter.MatterSheets;
import org.fengqiao.matter.MatterView;
import org.fengqiao.matter.Way;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/**
 * Sends what is said to a resident back the way the matter came: into the group as a text for an officer to put there, over the
 * bridge as a call. On the residents' page it stands by itself, and at the desk the officer says it. Matters merged into another one
 * hear its answer, too.
 */
@Component
class NoticeFollower implements Follower<LedgerLine> {

    private final Ledger ledger;
    private final MatterSheets matters;
    private final GroupSheets groups;
    private final Bridges bridges;
    private final Messages messages;
    private final ReadyText readyText;
    private final JdbcClient jdbc;

    NoticeFollower(
            Ledger ledger,
            MatterSheets matters,
            GroupSheets groups,
            Bridges bridges,
            Messages messages,
            ReadyText readyText,
            JdbcClient jdbc) {
        this.ledger = ledger;
        this.matters = matters;
        this.groups = groups;
        this.bridges = bridges;
        this.messages = messages;
        this.readyText = readyText;
        this.jdbc = jdbc;
    }

    @Override
    public String name() {
        return "notice";
    }

    @Override
    public Stream<LedgerLine> stream() {
        return ledger;
    }

    @Override
    public void follow(List<LedgerLine> lines) {
        for (LedgerLine line : lines) {
            switch (line.happening()) {
                case Happening.Answered answered ->
                    tellAll(new Said(line, line.matterId(), "answer", answered.words()));
                case Happening.Declined declined ->
                    tellAll(new Said(line, line.matterId(), "declined", declined.reason()));
                case Happening.Asked asked ->
                    tell(new Said(line, line.matterId(), "question", asked.question()), line.matterId());
                case Happening.Merged merged ->
                    answerBefore(line, merged.into())
                            .ifPresent(answer -> tellAll(new Said(line, merged.into(), "answer", answer)));
                default -> {
                    // Nothing else is said to a resident.
                }
            }
        }
    }

    /** What is said: by which line, of which matter, and as what. */
    private record Said(LedgerLine line, long of, String what, String words) {}

    private void tellAll(Said said) {
        hearing(said.line().matterId()).forEach(matter -> tell(said, matter));
    }

    /** What had been answered when this line was written; an answer given since has a line of its own and is told with it. */
    private Optional<String> answerBefore(LedgerLine line, long matter) {
        return jdbc.sql("""
                        select data ->> 'words' from matter.ledger
                        where matter_id = ? and what = 'Answered' and seq < ? order by seq desc limit 1""")
                .params(matter, line.seq())
                .query((row, n) -> row.getString(1))
                .optional();
    }

    /** The matter and all that were merged into it, as far as there is a group or a bridge to tell it to. */
    private List<Long> hearing(long matter) {
        return jdbc.sql("""
                        with recursive hearing as (
                            select id, group_id, bridge_id from matter.matter where id = ?
                            union select m.id, m.group_id, m.bridge_id
                                  from matter.matter m join hearing h on m.merged_into = h.id)
                        select id from hearing where group_id is not null or bridge_id is not null order by id""").param(matter).query((row, n) -> row.getLong(1)).list();
    }

    private void tell(Said said, long matterId) {
        MatterView matter = matters.find(matterId).orElse(null);
        if (matter == null
                || said.words().isEmpty()
                || matter.way() == Way.WEB
                || matter.way() == Way.DESK
                || !isLast(said)) {
            return;
        }
        Optional<Bridge> caller = matter.bridgeId() == 0
                ? Optional.empty()
                : bridges.find(matter.bridgeId())
                        .filter(bridge -> !bridge.answerUrl().isEmpty());
        if (caller.isPresent()) {
            callOut(said, matter, caller.get());
        } else if (matter.groupId() != 0) {
            groups.find(matter.groupId()).ifPresent(group -> post(said, matter, group));
        }
    }

    /** False when something newer has been said since: a line that is tried again late must not take its place. */
    private boolean isLast(Said said) {
        return jdbc.sql(
                        "select not exists (select 1 from matter.ledger where matter_id = ? and what = any (?) and seq > ?)")
                .params(
                        said.of(),
                        said.what().equals("question") ? new String[] {"Asked"} : new String[] {"Answered", "Declined"},
                        said.line().seq())
                .query(Boolean.class)
                .single();
    }

    /** A later text takes the place of one nobody has put there yet. */
    private void post(Said said, MatterView matter, ChatGroup group) {
        String kind = said.what().equals("question") ? "QUESTION" : "ANSWER";
        jdbc.sql("""
                        update notice.post p set withdrawn_at = now()
                        where p.matter_id = ? and p.kind = ? and p.withdrawn_at is null
                          and not exists (select 1 from notice.receipt r where r.post_id = p.id and r.posted_at is not null)""").params(matter.id(), kind).update();
        jdbc.sql("""
                        with post as (
                            insert into notice.post (unit_id, matter_id, kind, words) values (?, ?, ?, ?) returning id)
                        insert into notice.receipt (post_id, group_id, unit_id) select id, ?, ? from post""")
                .params(
                        group.unitId(),
                        matter.id(),
                        kind,
                        readyText.of(matter, said.of(), said.what(), said.words()),
                        group.id(),
                        group.unitId())
                .update();
    }

    /** The id follows from the ledger line, so that whoever reads the line again sends nothing new. */
    private void callOut(Said said, MatterView matter, Bridge bridge) {
        String what = said.what();
        List<Message> asked = messages.of(matter.id());
        Map<String, Object> data = new TreeMap<>();
        data.put("matter", matter.number());
        data.put("text", readyText.of(matter, said.of(), what, said.words()));
        data.put("words", readyText.masked(matter, said.of(), said.words()));
        data.put("messages", asked.stream().map(Message::externalId).toList());
        asked.stream()
                .map(Message::groupRef)
                .filter(Objects::nonNull)
                .findFirst()
                .ifPresent(ref -> data.put("group", ref));
        asked.stream()
                .map(Message::senderRef)
                .filter(Objects::nonNull)
                .findFirst()
                .ifPresent(ref -> data.put("sender", ref));
        Map<String, Object> body = new TreeMap<>();
        body.put("type", "matter." + (what.equals("answer") ? "answered" : what.equals("question") ? "asked" : what));
        body.put("timestamp", said.line().at().toString());
        body.put("data", data);
        jdbc.sql("""
                        insert into notice.callout (unit_id, bridge_id, matter_id, webhook_id, body) values (?, ?, ?, ?, ?)
                        on conflict (webhook_id) do nothing""")
                .params(
                        bridge.unitId(),
                        bridge.id(),
                        matter.id(),
                        "fq_" + matter.id() + "_" + said.line().seq(),
                        JsonMapper.shared().writeValueAsString(body))
                .update();
    }
}
