package org.fengqiao.intake;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.fengqiao.channel.Messages;
import org.fengqiao.matter.ErasesWithMatter;
import org.fengqiao.people.KeepsAboutResident;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** What messages keep about a resident. The messages' own room lies below residents and cannot look. */
@Component
class MessagesOfResident implements KeepsAboutResident, ErasesWithMatter {

    private final JdbcClient jdbc;
    private final Messages messages;

    MessagesOfResident(JdbcClient jdbc, Messages messages) {
        this.jdbc = jdbc;
        this.messages = messages;
    }

    @Override
    public Map<String, Integer> erase(Leaving leaving) {
        return Map.of("messages", messages.forgetSaidBy(leaving.unit(), leaving.names()));
    }

    @Override
    public Map<String, Integer> erase(long matter, boolean files) {
        return Map.of("messages", messages.empty(matter));
    }

    @Override
    public List<Kept> tell(long resident) {
        List<Map<String, @Nullable Object>> rows = new ArrayList<>();
        jdbc.sql("""
                        select c.id, c.group_name, c.sender, c.sender_ref, c.words, c.said_at, c.received_at
                        from channel.message c left join matter.matter m on m.id = c.matter_id
                        where m.resident_id = :resident
                           or (c.state = 'WAITING' and exists (select from people.nickname n
                               where n.resident_id = :resident and n.unit_id = c.unit_id and n.nickname = c.sender))
                        order by c.id""")
                .param("resident", resident)
                .query()
                .listOfRows()
                .forEach(row -> rows.add(new LinkedHashMap<>(row)));
        return List.of(new Kept("channel.message", rows));
    }
}
