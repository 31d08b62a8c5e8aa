package org.fengqiao.notice;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** The texts that a person puts into chat groups, and who has put them where. */
@Component
public class Posts {

    private static final int MOST = 100;

    private final JdbcClient jdbc;

    Posts(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** What a text is for. */
    public enum Kind {
        /** It answers a matter. */
        ANSWER,
        /** It asks the resident for more. */
        QUESTION,
        /** It warns or calls for help. */
        WARNING
    }

    /**
     * A text with its receipts.
     *
     * @param matterId the matter it belongs to, 0 for none
     * @param askedBy name of the officer who wants it posted, empty when the house does
     */
    public record Post(
            long id,
            Kind kind,
            String words,
            long matterId,
            String matterNumber,
            String askedBy,
            Instant askedAt,
            boolean withdrawn,
            List<Receipt> receipts) {

        /** How many groups have it. */
        public long posted() {
            return receipts.stream().filter(Receipt::posted).count();
        }
    }

    /** Whether a group has it; the name is empty until somebody put it there. */
    public record Receipt(
            int groupId, String groupName, @Nullable Instant postedAt, String postedBy) {

        /** True once somebody said so. */
        public boolean posted() {
            return postedAt != null;
        }
    }

    /** Texts that some group still lacks, oldest first. */
    @Transactional(readOnly = true)
    public List<Post> open() {
        return list("""
                p.withdrawn_at is null
                and p.id in (select post_id from notice.receipt where posted_at is null)
                order by p.id limit\s""" + MOST);
    }

    /** How many texts some group still lacks. */
    @Transactional(readOnly = true)
    public long waiting() {
        return jdbc.sql("""
                        select count(distinct r.post_id) from notice.receipt r join notice.post p on p.id = r.post_id
                        where r.posted_at is null and p.withdrawn_at is null""").query(Long.class).single();
    }

    /** Texts of the last fourteen days that every group has, or that were withdrawn, newest first. */
    @Transactional(readOnly = true)
    public List<Post> done() {
        return list("""
                p.asked_at > now() - interval '14 days'
                and (p.withdrawn_at is not null
                     or not exists (select 1 from notice.receipt r where r.post_id = p.id and r.posted_at is null))
                order by p.id desc limit\s""" + MOST);
    }

    /** The texts of a matter, newest first. */
    @Transactional(readOnly = true)
    public List<Post> of(long matterId) {
        return list("p.matter_id = ? order by p.id desc limit " + MOST, matterId);
    }

    /** One text. */
    @Transactional(readOnly = true)
    public Optional<Post> find(long id) {
        return list("p.id = ?", id).stream().findFirst();
    }

    private record Head(
            long id,
            Kind kind,
            String words,
            long matterId,
            String matterNumber,
            String askedBy,
            Instant askedAt,
            boolean withdrawn) {}

    private List<Post> list(String condition, Object... values) {
        List<Head> heads = jdbc.sql("""
                        select p.id, p.kind, p.words, coalesce(p.matter_id, 0) as matter_id, coalesce(m.number, '') as number,
                               coalesce(o.name, '') as asked_by, p.asked_at, p.withdrawn_at is not null as withdrawn
                        from notice.post p left join matter.matter m on m.id = p.matter_id
                        left join org.officer o on o.id = p.asked_by
                        where\s""" + condition)
                .params(values)
                .query((row, n) -> new Head(
                        row.getLong("id"),
                        Kind.valueOf(row.getString("kind")),
                        row.getString("words"),
                        row.getLong("matter_id"),
                        row.getString("number"),
                        row.getString("asked_by"),
                        row.getTimestamp("asked_at").toInstant(),
                        row.getBoolean("withdrawn")))
                .list();
        Map<Long, List<Receipt>> receipts = new LinkedHashMap<>();
        heads.forEach(head -> receipts.put(head.id(), new ArrayList<>()));
        jdbc.sql("""
                        select r.post_id, r.group_id, coalesce(g.name, '') as group_name, r.posted_at, coalesce(o.name, '') as posted_by
                        from notice.receipt r left join groups.chat_group g on g.id = r.group_id
                        left join org.officer o on o.id = r.posted_by
                        where r.post_id = any (?) order by r.posted_at nulls first, g.name, r.group_id""")
                .param(receipts.keySet().toArray(Long[]::new))
                .query((row, n) -> receipts.getOrDefault(row.getLong("post_id"), new ArrayList<>())
                        .add(new Receipt(
                                row.getInt("group_id"),
                                row.getString("group_name"),
                                row.getTimestamp("posted_at") == null
                                        ? null
                                        : row.getTimestamp("posted_at").toInstant(),
                                row.getString("posted_by"))))
                .list();
        return heads.stream()
                .map(head -> new Post(
                        head.id(),
                        head.kind(),
                        head.words(),
                        head.matterId(),
                        head.matterNumber(),
                        head.askedBy(),
                        head.askedAt(),
                        head.withdrawn(),
                        receipts.getOrDefault(head.id(), List.of())))
                .toList();
    }
}
