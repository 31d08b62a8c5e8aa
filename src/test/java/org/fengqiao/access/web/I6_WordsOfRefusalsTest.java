package org.fengqiao.access.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.fengqiao.town.InAHouseOfItsOwn;
import org.fengqiao.town.Visitor;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.ApplicationContext;

/**
 * I6: whoever names a thing of another station in a field of a form, or of JSON, is answered as if there were no such thing; and no
 * refusal says the name of a rule of a table.
 */
@InAHouseOfItsOwn
class I6_WordsOfRefusalsTest {

    /** Fields that carry ids, and what they lead to. Units are no secret: everybody who hands over chooses from their list. */
    private static final Map<String, String> LEADS_TO = Map.ofEntries(
            Map.entry("resident", "people.resident"),
            Map.entry("group", "groups.chat_group"),
            Map.entry("grid", "org.grid"),
            Map.entry("officer", "org.officer"),
            Map.entry("person", "org.officer"),
            Map.entry("post", "notice.post"),
            Map.entry("bridge", "channel.bridge"),
            Map.entry("message", "channel.message"),
            Map.entry("matter", "matter.matter"),
            Map.entry("into", "matter.matter"),
            Map.entry("other", "matter.matter"),
            Map.entry("matters", "matter.matter"),
            Map.entry("id", "matter.matter"),
            Map.entry("ids", "matter.matter"),
            Map.entry("photos", "matter.photo"));

    private static final Set<WholeHouse.Who> WRITERS =
            EnumSet.of(WholeHouse.Who.OFFICER, WholeHouse.Who.CHIEF, WholeHouse.Who.WRITES);

    @Autowired
    ApplicationContext context;

    @LocalServerPort
    int port;

    @Test
    void aForeignThingInAFieldAnswersLikeNoneAndNoRuleIsNamed() {
        WholeHouse house = WholeHouse.of(context, port);
        List<String> rules =
                house.anyRow.rules().stream().filter(rule -> rule.contains("_")).toList();
        List<String> told = new ArrayList<>();
        Set<String> named = new TreeSet<>();
        int compared = 0;
        for (Endpoint endpoint : house.endpoints) {
            if (endpoint.isSafe() || endpoint.path().matches("/(hooks|r|t)/.*")) {
                continue;
            }
            for (String field : endpoint.fields()) {
                String table = LEADS_TO.get(field);
                if (table == null) {
                    continue;
                }
                String foreign = Long.toString(
                        table.equals("matter.matter")
                                ? house.matter(house.elsewhere)
                                : house.anyRow.of(table, house.elsewhere));
                String absent = "9".repeat(foreign.length());
                for (WholeHouse.Who who : WRITERS) {
                    if (endpoint.isForPrograms() != who.isProgram()) {
                        continue;
                    }
                    Visitor.Answer there = ask(house, endpoint, who, field, foreign);
                    Visitor.Answer nowhere = ask(house, endpoint, who, field, absent);
                    compared++;
                    if (!told(there).equals(told(nowhere))) {
                        told.add("%s %s %s=%s: %s <> %s"
                                .formatted(who, endpoint.path(), field, table, told(there), told(nowhere)));
                    }
                    for (Visitor.Answer answer : List.of(there, nowhere)) {
                        rules.stream().filter(answer.body()::contains).forEach(named::add);
                    }
                }
            }
        }
        System.out.printf("I6: %d fields compared, %d rules looked for in the answers%n", compared, rules.size());
        assertThat(told).isEmpty();
        assertThat(named).as("rules named").isEmpty();
        assertThat(compared).isGreaterThan(15);
        assertThat(rules).hasSizeGreaterThan(50);
    }

    private static Visitor.Answer ask(
            WholeHouse house, Endpoint endpoint, WholeHouse.Who who, String field, String id) {
        String path = house.path(endpoint, WholeHouse.Whose.OWN, true);
        Visitor visitor = house.visitor(who);
        if (endpoint.isForPrograms()) {
            return visitor.ask(
                    endpoint.method(),
                    path,
                    "application/json",
                    "{\"words\":\"请尽快处理\",\"kind\":\"DEMAND\",\"%s\":%s}".formatted(field, id),
                    house.headers(who));
        }
        String form = Objects.requireNonNull(house.form(visitor.token())) + "&"
                + URLEncoder.encode(field, StandardCharsets.UTF_8) + "=" + id;
        return visitor.ask(endpoint.method(), path, "application/x-www-form-urlencoded", form);
    }

    private static String told(Visitor.Answer answer) {
        return answer.status() + " "
                + answer.headers().firstValue("Location").orElse("").replaceAll("\\d+", "#") + " "
                + answer.body()
                        .replaceAll(
                                "(?s)<div class=\"factor-qr.*?</div>|<code class=\"text-break\">[^<]*</code>|name=\"nonce\" value=\"[^\"]*\"",
                                "secret")
                        .replaceAll("\"challenge\":\"[^\"]+\"", "challenge")
                        .replaceAll("[A-Za-z0-9_-]{70,}={0,2}", "token")
                        .replaceAll("[0-9A-Z]{10,}|\\d+", "#");
    }
}
