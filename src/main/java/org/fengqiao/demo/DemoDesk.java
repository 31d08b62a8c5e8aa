package org.fengqiao.demo;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import org.fengqiao.channel.Fault;
import org.fengqiao.demo.DemoDays.Answer;
import org.fengqiao.demo.DemoDays.Carried;
import org.fengqiao.demo.DemoDays.Days;
import org.fengqiao.demo.DemoPlaces.Group;
import org.fengqiao.demo.DemoPlaces.Station;
import org.fengqiao.demo.DemoPlaces.Town;
import org.fengqiao.matter.Actor;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Profile;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Lays on the desks what came in and what shall go out: posts with receipts, messages of the bridge, saved views. */
@Component
@Profile("demo")
class DemoDesk {

    private final JdbcClient jdbc;
    private final Clock clock;

    DemoDesk(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    void lay(Town town, Days days) {
        for (Answer answer : days.answers()) {
            if (answer.bridge() == 0) {
                post(answer);
            } else {
                callOut(answer, "SENT");
            }
        }
        days.answers().stream()
                .filter(answer -> answer.bridge() != 0)
                .findFirst()
                .ifPresent(answer -> callOut(answer, "PARKED"));
        warnings(town);
        messages(town, days.carried());
        views(town);
    }

    private void post(Answer answer) {
        long post = post(answer.unit(), answer.matter(), "ANSWER", answer.words(), answer.by(), answer.at());
        receipt(post, answer.group(), answer.unit(), answer.toldAt(), answer.by());
    }

    private long post(int unit, long matter, String kind, String words, Actor by, Instant at) {
        return jdbc.sql("""
                        insert into notice.post (unit_id, matter_id, kind, words, asked_by, asked_at)
                        values (?, nullif(?, 0), ?, ?, ?, ?) returning id""")
                .params(unit, matter, kind, words, by.id(), utc(at))
                .query(Long.class)
                .single();
    }

    private void receipt(long post, int group, int unit, @Nullable Instant at, Actor by) {
        jdbc.sql("""
                        insert into notice.receipt (post_id, group_id, unit_id, posted_at, posted_by)
                        values (:post, :group, :unit, :at, case when :at::timestamptz is null then null else :by end)""")
                .param("post", post)
                .param("group", group)
                .param("unit", unit)
                .param("at", at == null ? null : utc(at), java.sql.Types.TIMESTAMP_WITH_TIMEZONE)
                .param("by", by.id())
                .update();
    }

    private void callOut(Answer answer, String state) {
        jdbc.sql("""
                        insert into notice.callout (unit_id, bridge_id, matter_id, webhook_id, body, state, tries, due_at, made_at)
                        values (?, ?, ?, ?, ?, ?, 1, ?, ?)""")
                .params(
                        answer.unit(),
                        answer.bridge(),
                        answer.matter(),
                        "demo_" + answer.matter() + "_" + state + "_"
                                + answer.at().getEpochSecond(),
                        "{}",
                        state,
                        utc(answer.at()),
                        utc(answer.at()))
                .update();
    }

    private void warnings(Town town) {
        List<String> warnings = Objects.requireNonNull(Told.byKind("words").get("WARNING"));
        for (int i = 0; i < warnings.size(); i++) {
            Instant at = clock.instant().minus(Duration.ofHours(2 + 60L * i));
            for (Station station : town.stations()) {
                Actor by = station.officers().get(i % station.officers().size());
                long post = post(station.unit(), 0, "WARNING", warnings.get(i), by, at);
                int n = 0;
                for (Group group : station.groups()) {
                    boolean waits = i == 0 && n++ % 3 == 0;
                    receipt(post, group.id(), station.unit(), waits ? null : at.plusSeconds(300L + 40L * n), by);
                }
            }
        }
    }

    private void messages(Town town, List<Carried> carried) {
        for (Carried one : carried) {
            message(
                    town.bridge(one.unit()),
                    one.unit(),
                    null,
                    one.sender(),
                    one.words(),
                    one.at(),
                    "MATTER",
                    one.matter());
        }
        List<Station> bridged = town.stations().stream()
                .filter(station -> town.bridge(station.unit()) != 0)
                .toList();
        List<String> chatter = Objects.requireNonNull(Told.byKind("words").get("BRIDGE"));
        for (int i = 0; i < chatter.size(); i++) {
            Station station = bridged.get(i % bridged.size());
            int turn = i / bridged.size();
            Group group = station.groups().get(turn / 2 % station.groups().size());
            boolean forgotten = turn % 4 == 3;
            message(
                    town.bridge(station.unit()),
                    station.unit(),
                    group,
                    forgotten
                            ? ""
                            : group.neighbours()
                                    .get(turn % group.neighbours().size())
                                    .nickname(),
                    forgotten ? null : chatter.get(i),
                    clock.instant().minus(Duration.ofMinutes(11L + 37L * i)),
                    forgotten ? "FORGOTTEN" : "WAITING",
                    0);
        }
        bridged.forEach(station -> quarantine(town.bridge(station.unit()), station.unit()));
    }

    private void message(
            int bridge,
            int unit,
            @Nullable Group group,
            String sender,
            @Nullable String words,
            Instant at,
            String state,
            long matter) {
        String id = "demo-" + unit + "-" + at.getEpochSecond() + "-" + matter;
        jdbc.sql("""
                        insert into channel.message (unit_id, bridge_id, external_id, body_hash, group_ref, group_name, sender, words,
                               said_at, received_at, state, matter_id)
                        values (:unit, :bridge, :id, :hash, :ref, :group, :sender, :words, :at, :received, :state, nullif(:matter, 0))""")
                .param("unit", unit)
                .param("bridge", bridge)
                .param("id", id)
                .param("hash", sha256(id))
                .param("ref", group == null ? null : "demo-" + group.id(), java.sql.Types.VARCHAR)
                .param("group", group == null ? null : group.name(), java.sql.Types.VARCHAR)
                .param("sender", sender)
                .param("words", words, java.sql.Types.VARCHAR)
                .param("at", utc(at))
                .param("received", utc(at.plusSeconds(2)))
                .param("state", state)
                .param("matter", matter)
                .update();
    }

    private void quarantine(int bridge, int unit) {
        jdbc.sql(
                        "insert into channel.quarantine (unit_id, bridge_id, hash, raw, reason, came_at) values (?, ?, ?, ?, ?, ?)")
                .params(
                        unit,
                        bridge,
                        sha256("x-17"),
                        "{\"messages\":[{\"id\":\"x-17\",\"words\":".getBytes(StandardCharsets.UTF_8),
                        Fault.NOT_JSON.name(),
                        utc(clock.instant().minus(Duration.ofHours(5))))
                .update();
    }

    private void views(Town town) {
        for (String login : List.of("zheng", "zhou", "chen", "li", "feng", "wu", "tang", "luo")) {
            int officer = town.person(login).id();
            // A saved view is seen by its owner alone, even while the town is founded.
            jdbc.sql("select set_config('fengqiao.officer', ?, true)")
                    .param(Integer.toString(officer))
                    .query(String.class)
                    .single();
            view(officer, Told.text("view.urgent"), "open=true&urgency=URGENT");
            view(officer, Told.text("view.waiting"), "open=true&awaiting=true");
        }
    }

    private void view(int officer, String name, String query) {
        jdbc.sql("insert into matter.saved_view (officer_id, name, query) values (?, ?, ?)")
                .params(officer, name, query)
                .update();
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException everyJavaHasIt) {
            throw new IllegalStateException(everyJavaHasIt);
        }
    }

    private static OffsetDateTime utc(Instant at) {
        return at.atOffset(ZoneOffset.UTC);
    }
}
