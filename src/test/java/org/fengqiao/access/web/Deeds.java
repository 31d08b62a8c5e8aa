package org.fengqiao.access.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.fengqiao.access.Door;
import org.fengqiao.access.EmergencyAccess;
import org.fengqiao.access.GiveAccount;
import org.fengqiao.access.SignedIn;
import org.fengqiao.access.web.WholeHouse.Who;
import org.fengqiao.access.web.WholeHouse.Whose;
import org.fengqiao.database.Sight;
import org.fengqiao.group.AddGroup;
import org.fengqiao.group.GroupFacts;
import org.fengqiao.group.GroupSheets;
import org.fengqiao.matter.Actor;
import org.fengqiao.matter.HandOverMatter;
import org.fengqiao.matter.NewMatter;
import org.fengqiao.matter.OpenMatter;
import org.fengqiao.matter.Way;
import org.fengqiao.notice.PostWarning;
import org.fengqiao.org.AddUnit;
import org.fengqiao.org.Role;
import org.fengqiao.org.Unit;
import org.fengqiao.people.KeepResident;
import org.fengqiao.people.NewResident;
import org.fengqiao.shared.PhoneNumber;
import org.fengqiao.town.Town;
import org.fengqiao.town.Visitor;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The ways to change something, or to take something along, that stand in {@code deeds.tsv}: each can be done to something fresh. */
final class Deeds {

    private static final Path TABLE = Path.of("src/test/resources/deeds.tsv");
    private static final Pattern HOLE = Pattern.compile("\\{([a-z]+)}");
    private static final Pattern SESSION = Pattern.compile("/sessions/([0-9a-f]{24})/end");
    private static final String PHONE = "19900008271";

    private final ApplicationContext context;
    private final int port;
    private final WholeHouse house;
    private final Town town;
    private final JdbcClient owner;

    Deeds(ApplicationContext context, int port) {
        this.context = context;
        this.port = port;
        this.house = WholeHouse.of(context, port);
        this.town = house.town;
        this.owner = house.anyRow.owner();
    }

    private long number(String sql) {
        return owner.sql(sql).query(Long.class).single();
    }

    /**
     * One way to do something.
     *
     * @param leaves {@code audit:} and the deed, {@code ledger:} and the happening, {@code none} or {@code gap}
     * @param first what has to be done to the matter before, in words of its addresses
     * @param body the form; of one that is shown elsewhere {@code shown:} and the test; of {@code none} and {@code gap} the reason
     */
    record Row(String method, String path, String who, String leaves, String first, String body) {

        boolean isDone() {
            return !leaves.equals("none") && !leaves.equals("gap") && !body.startsWith("shown:");
        }

        String endpoint() {
            return method + " " + path;
        }
    }

    /** All of them. */
    static List<Row> table() throws IOException {
        try (Stream<String> lines = Files.lines(TABLE)) {
            return lines.skip(1)
                    .map(line -> line.split("\t", -1))
                    .map(cells -> new Row(cells[0], cells[1], cells[2], cells[3], cells[4], cells[5]))
                    .toList();
        }
    }

    /** Brings the thing to where this can be done to it; returns what could not be done, empty for nothing. */
    String before(Row row, Thing thing, List<Row> table) {
        for (String verb : row.first().isEmpty() ? new String[0] : row.first().split(" ")) {
            Row step = table.stream()
                    .filter(one -> one.path().equals("/matters/{id}/" + verb))
                    .findFirst()
                    .orElseThrow();
            Visitor.Answer answer = send(
                    step,
                    Who.valueOf(step.who()),
                    "/matters/%d/%s".formatted(thing.matter(), verb),
                    filled(step.body(), thing));
            if (answer.status() >= 400) {
                return "could not " + verb + " first: " + answer.status();
            }
        }
        return "";
    }

    /** Who it is that comes as this; null for a stranger. */
    @Nullable
    SignedIn person(Who who) {
        return switch (who) {
            case STRANGER -> null;
            case READS, WRITES, LISTS_GROUPS -> town.chen;
            case OF_AUXILIARY -> town.li;
            case OF_PARTNER -> town.liu;
            default -> house.person(who);
        };
    }

    /** Sends the form of a deed, filled, to an address. */
    Visitor.Answer send(Row row, Who who, String path, String body) {
        Visitor visitor = house.visitor(who);
        if (row.method().equals("GET")) {
            return visitor.ask("GET", body.isEmpty() ? path : path + "?" + body, null, null, house.headers(who));
        }
        if (row.path().startsWith("/api/")) {
            return visitor.ask(row.method(), path, "application/json", body, house.headers(who));
        }
        if (row.path().endsWith("/documents")) {
            HttpResponse<String> answer =
                    visitor.sendFiles(path, "document", List.of("%PDF-1.7\n%%EOF".getBytes(StandardCharsets.US_ASCII)));
            return new Visitor.Answer(answer.statusCode(), answer.headers(), answer.body());
        }
        return visitor.ask(
                row.method(),
                path,
                "application/x-www-form-urlencoded",
                "_csrf=" + visitor.token() + (body.isEmpty() ? "" : "&" + body),
                house.headers(who));
    }

    /** What a deed is done to: an address, the matter behind it (0 for none), a group beside it. */
    record Thing(String path, long matter, int group) {}

    /** Something fresh to do it to. */
    Thing thing(Row row) {
        String path = row.path();
        if (path.startsWith("/matters/views/{")) {
            long view =
                    number("insert into matter.saved_view (officer_id, name, query) values (%d, '%s', '') returning id"
                            .formatted(town.chen.officer(), random()));
            return new Thing(path.replace("{view}", Long.toString(view)), 0, 0);
        }
        if (path.startsWith("/matters/{id}") || path.startsWith("/api/v1/matters/{id}")) {
            long matter = row.who().equals("PARTNER") || row.who().equals("OF_PARTNER")
                    ? house.matter(town.qingshi)
                    : row.path().endsWith("/return") ? handedHere() : matter(town.qingshi, true);
            int group = path.contains("/posts") ? group() : 0;
            String filled = path.replace("{id}", Long.toString(matter)).replace("{group}", Integer.toString(group));
            if (path.contains("{post}")) {
                filled = filled.replace("{post}", Long.toString(post(matter, group)));
            }
            if (path.contains("{document}")) {
                filled = house.path(new Endpoint("GET", path, Set.of()), Whose.OWN, true);
            }
            return new Thing(filled, matter, group);
        }
        if (path.startsWith("/t/{tracking}")) {
            long matter = matter(town.qingshi, true);
            return new Thing(
                    path.replace("{tracking}", house.anyRow.text("tracking", "matter.matter", matter)), matter, 0);
        }
        if (path.startsWith("/r/{code}")) {
            GroupSheets sheets = context.getBean(GroupSheets.class);
            int group = group();
            return new Thing(
                    path.replace(
                            "{code}",
                            town.as(town.chen, () -> sheets.require(group).door())),
                    0,
                    group);
        }
        if (path.startsWith("/followers/parked/{id}")) {
            long parked = number(
                    "insert into follow.parked (follower, xid, seq, reason) values ('search', '1', %d, 'x') returning id"
                            .formatted(System.nanoTime()));
            return new Thing(path.replace("{id}", Long.toString(parked)), 0, 0);
        }
        if (path.startsWith("/units/{id}")) {
            AddUnit add = context.getBean(AddUnit.class);
            int unit = Sight.HOUSE.see(() -> add.add(town.bureau, Unit.Kind.STATION, "桥西派出所", code()));
            context.getBean(Door.class).treeChanged();
            return new Thing(path.replace("{id}", Integer.toString(unit)), 0, 0);
        }
        if (path.startsWith("/emergency/{id}")) {
            EmergencyAccess emergency = context.getBean(EmergencyAccess.class);
            int asked = town.as(town.zhou, () -> emergency.ask(town.zhou, town.hewan, "孩子走失，在河湾最后看见"));
            return new Thing(path.replace("{id}", Integer.toString(asked)), 0, 0);
        }
        if (path.startsWith("/sessions/{key}")) {
            Visitor.signedIn(port, town.chen);
            return new Thing(path.replace("{key}", session(house.visitor(Who.OFFICER), "/sessions")), 0, 0);
        }
        if (path.startsWith("/officers/{id}")) {
            GiveAccount give = context.getBean(GiveAccount.class);
            String login = "l2-" + random().substring(0, 8);
            int officer =
                    Sight.HOUSE.see(() -> give.give(town.qingshi, "韩某", Role.VOLUNTEER, "", login, Town.PASSWORD, false)
                            .officer());
            String filled = path.replace("{id}", Integer.toString(officer));
            if (path.contains("{key}")) {
                Visitor.signedIn(port, login, Town.PASSWORD);
                filled = filled.replace(
                        "{key}", session(house.visitor(Who.SECURITY), "/officers/" + officer + "/sessions"));
            }
            return new Thing(filled, 0, 0);
        }
        if (path.startsWith("/posts/{id}")) {
            int group = group();
            return new Thing(path.replace("{id}", Long.toString(post(0, group))), 0, group);
        }
        if (path.equals("/inbox/quarantine")) {
            house.anyRow.of("channel.quarantine", town.qingshi);
        }
        return new Thing(house.path(new Endpoint(row.method(), path, Set.of()), Whose.OWN, true), 0, 0);
    }

    private static String session(Visitor visitor, String page) {
        Matcher found = SESSION.matcher(visitor.see(page).body());
        assertThat(found.find()).as("a session on " + page).isTrue();
        return found.group(1);
    }

    private long matter(int unit, boolean known) {
        OpenMatter open = context.getBean(OpenMatter.class);
        NewMatter words = NewMatter.of(unit, "DEMAND", "路口的灯坏了三天", Way.DESK);
        return Sight.HOUSE.see(() -> open.open(known ? words.askedBy(resident(), "乔某") : words, Actor.HOUSE)
                .id());
    }

    private long resident() {
        KeepResident keep = context.getBean(KeepResident.class);
        return Sight.HOUSE.see(() -> keep.keep(town.qingshi, NewResident.of("乔某", PhoneNumber.of(PHONE))));
    }

    /** A matter of the other station that was handed on to this one. */
    private long handedHere() {
        HandOverMatter handOver = context.getBean(HandOverMatter.class);
        long matter = matter(town.hewan, false);
        town.as(town.wu, () -> {
            handOver.handOver(matter, null, Town.actor(town.wu), town.qingshi, "在青石");
            return true;
        });
        return matter;
    }

    private int group() {
        AddGroup add = context.getBean(AddGroup.class);
        return Sight.HOUSE.see(() -> add.add(town.qingshi, new GroupFacts("青石花园", "", 0, 0, 12, 0, null)));
    }

    private long post(long matter, int group) {
        PostWarning post = context.getBean(PostWarning.class);
        return town.as(town.chen, () -> post.post(town.chen, "今晚停水", List.of(group), matter))
                .get(0);
    }

    private static String random() {
        return UUID.randomUUID().toString().replace("-", "");
    }

    private static String code() {
        return "L" + random().substring(0, 8).toUpperCase(Locale.ROOT);
    }

    /** The form with what it is about in its holes. */
    String filled(String body, Thing thing) {
        Matcher holes = HOLE.matcher(body);
        StringBuilder filled = new StringBuilder();
        while (holes.find()) {
            holes.appendReplacement(filled, Matcher.quoteReplacement(value(holes.group(1), thing)));
        }
        return holes.appendTail(filled).toString();
    }

    private String value(String hole, Thing thing) {
        Map<String, Integer> units =
                Map.of("qingshi", town.qingshi, "hewan", town.hewan, "bureau", town.bureau, "heating", town.heating);
        if (units.containsKey(hole)) {
            return units.get(hole).toString();
        }
        return switch (hole) {
            case "seen" -> house.anyRow.text("version", "matter.matter", thing.matter());
            case "number" ->
                URLEncoder.encode(
                        house.anyRow.text("number", "matter.matter", matter(town.qingshi, true)),
                        StandardCharsets.UTF_8);
            case "li" -> Integer.toString(town.li.officer());
            case "other" -> Long.toString(matter(town.qingshi, true));
            case "ticked" -> {
                long matter = matter(town.qingshi, true);
                yield matter + "-" + house.anyRow.text("version", "matter.matter", matter);
            }
            case "answered" -> {
                long matter = matter(town.qingshi, true);
                for (String verb : List.of("accept", "answer", "callback")) {
                    Row row = new Row(
                            "POST",
                            "/matters/{id}/" + verb,
                            "OFFICER",
                            "",
                            "",
                            "seen={seen}&words={lamp}&settled=true");
                    Thing one = new Thing("/matters/%d/%s".formatted(matter, verb), matter, 0);
                    send(row, Who.OFFICER, one.path(), filled(row.body(), one));
                }
                yield matter + "-" + house.anyRow.text("version", "matter.matter", matter);
            }
            case "message" -> {
                long message = house.anyRow.of("channel.message", town.qingshi);
                owner.sql("update channel.message set words = '楼道灯坏了' where id = ?")
                        .param(message)
                        .update();
                yield Long.toString(message);
            }
            case "group" -> Integer.toString(thing.group() == 0 ? group() : thing.group());
            case "phone" -> {
                resident();
                yield PHONE;
            }
            case "code" -> code();
            case "random" -> random();
            // As long as that of a form of the residents' page.
            case "key" -> random().substring(0, 22);
            case "lamp" -> URLEncoder.encode("路灯坏了，请修", StandardCharsets.UTF_8);
            default -> throw new IllegalArgumentException(hole);
        };
    }
}
