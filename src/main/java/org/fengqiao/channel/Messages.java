package org.fengqiao.channel;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.fengqiao.follow.Position;
import org.fengqiao.follow.Stream;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * The messages in sight, and what becomes of them. Those that are to open matters are followed in the order they were committed; the
 * others wait for the desk.
 */
@Component
public class Messages implements Stream<Message> {

    private static final String SELECT = """
            select xid::text as xid, id, unit_id, bridge_id, external_id, group_ref, group_name, sender_ref, sender,
                   coalesce(words, '') as words, said_at, received_at, state, coalesce(matter_id, 0) as matter_id
            from channel.message\s""";

    private final JdbcClient jdbc;

    Messages(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public List<Entry<Message>> after(Position position, int limit) {
        return jdbc.sql(SELECT + """
                        where to_open and (xid, id) > (?::xid8, ?) and xid < pg_snapshot_xmin(pg_current_snapshot())
                        order by message.xid, id limit\s""" + limit)
                .params(position.xid(), position.seq())
                .query((row, n) -> new Entry<>(new Position(row.getString("xid"), row.getLong("id")), message(row)))
                .list();
    }

    @Override
    public Optional<Message> at(Position position) {
        return jdbc.sql(SELECT + "where to_open and xid = ?::xid8 and id = ?")
                .params(position.xid(), position.seq())
                .query((row, n) -> message(row))
                .optional();
    }

    @Override
    public long lag(Position position, int bound) {
        return jdbc.sql("""
                        select count(*) from (
                            select 1 from channel.message where to_open and (xid, id) > (?::xid8, ?) limit ?) as behind""")
                .params(position.xid(), position.seq(), bound)
                .query(Long.class)
                .single();
    }

    /** Messages nobody has looked at, oldest first. */
    @Transactional(readOnly = true)
    public List<Message> waiting(long after, int limit) {
        return jdbc.sql(SELECT + """
                        where state = 'WAITING' and id > ? and unit_id = any ((select org.units_in_sight())::int[])
                        order by id limit ?""")
                .params(after, limit)
                .query((row, n) -> message(row))
                .list();
    }

    /** What a matter was opened from and what was added to it, oldest first. */
    @Transactional(readOnly = true)
    public List<Message> of(long matterId) {
        return jdbc.sql(SELECT + "where matter_id = ? order by said_at, id")
                .param(matterId)
                .query((row, n) -> message(row))
                .list();
    }

    /**
     * Takes waiting messages to make something of them; nobody else does meanwhile.
     *
     * @return those that were still waiting, in the order they were said
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public List<Message> take(List<Long> ids) {
        jdbc.sql("select 1 from channel.message where id = any (?) order by id for update")
                .param(ids.toArray(Long[]::new))
                .query((row, n) -> 1)
                .list();
        return jdbc.sql(SELECT + "where id = any (?) and state = 'WAITING' order by said_at, id")
                .param(ids.toArray(Long[]::new))
                .query((row, n) -> message(row))
                .list();
    }

    /** They are this matter, or part of it. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void became(List<Message> taken, long matterId) {
        jdbc.sql("update channel.message set state = 'MATTER', matter_id = ? where id = any (?)")
                .params(matterId, taken.stream().map(Message::id).toArray(Long[]::new))
                .update();
    }

    /** They were chatter: who said what is gone, the vendor's id stays so that a repetition is known. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void forget(List<Message> taken) {
        jdbc.sql("""
                        update channel.message set state = 'FORGOTTEN', words = null, sender = '', sender_ref = null
                        where id = any (?)""")
                .param(taken.stream().map(Message::id).toArray(Long[]::new))
                .update();
    }

    /**
     * Forgets what waited at the desk too long.
     *
     * @return how many
     */
    @Transactional
    public int forgetOlderThan(int hours, int most) {
        return jdbc.sql("""
                        update channel.message set state = 'FORGOTTEN', words = null, sender = '', sender_ref = null
                        where id in (select id from channel.message
                                     where state = 'WAITING' and not to_open and received_at < now() - make_interval(hours => ?)
                                     limit ?)""").params(hours, most).update();
    }

    /**
     * Takes words and senders out of the messages of a matter; that they came, and when, stays.
     *
     * @return how many
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public int empty(long matter) {
        return jdbc.sql("update channel.message set words = '', sender = '', sender_ref = null where matter_id = ?")
                .param(matter)
                .update();
    }

    /**
     * Forgets what waits at the desk of a unit and was said under one of these names.
     *
     * @return how many
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public int forgetSaidBy(int unit, Collection<String> names) {
        return jdbc.sql("""
                        update channel.message set state = 'FORGOTTEN', words = null, sender = '', sender_ref = null
                        where unit_id = ? and state = 'WAITING' and not to_open and sender = any (?)""").params(unit, names.toArray(String[]::new)).update();
    }

    private static Message message(ResultSet row) throws SQLException {
        return new Message(
                row.getLong("id"),
                row.getInt("unit_id"),
                row.getInt("bridge_id"),
                row.getString("external_id"),
                row.getString("group_ref"),
                row.getString("group_name"),
                row.getString("sender_ref"),
                row.getString("sender"),
                row.getString("words"),
                row.getTimestamp("said_at").toInstant(),
                row.getTimestamp("received_at").toInstant(),
                Message.State.valueOf(row.getString("state")),
                row.getLong("matter_id"));
    }
}
