package org.fengqiao.access.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.dhatim.fastexcel.reader.ReadableWorkbook;
import org.dhatim.fastexcel.reader.Sheet;
import org.fengqiao.access.Door;
import org.fengqiao.access.GiveAccount;
import org.fengqiao.access.SignedIn;
import org.fengqiao.access.Tokens;
import org.fengqiao.audit.Purpose;
import org.fengqiao.channel.Bridge;
import org.fengqiao.database.Sight;
import org.fengqiao.document.AttachDocument;
import org.fengqiao.group.AddGroup;
import org.fengqiao.group.GroupFacts;
import org.fengqiao.matter.Actor;
import org.fengqiao.matter.AddNote;
import org.fengqiao.matter.AnswerMatter;
import org.fengqiao.matter.AskPartner;
import org.fengqiao.matter.AttachPhotos;
import org.fengqiao.matter.HoldMatter;
import org.fengqiao.matter.NewMatter;
import org.fengqiao.matter.OpenMatter;
import org.fengqiao.matter.SavedViews;
import org.fengqiao.matter.TakeMatter;
import org.fengqiao.matter.Way;
import org.fengqiao.notice.PostWarning;
import org.fengqiao.org.AddUnit;
import org.fengqiao.org.DrawGrid;
import org.fengqiao.org.Grid;
import org.fengqiao.org.Role;
import org.fengqiao.org.Unit;
import org.fengqiao.people.FictionalNumbers;
import org.fengqiao.people.HoldResident;
import org.fengqiao.people.KeepResident;
import org.fengqiao.people.NewResident;
import org.fengqiao.people.NicknamePlace;
import org.fengqiao.people.RevealResident;
import org.fengqiao.register.Imports;
import org.fengqiao.register.Register;
import org.fengqiao.shared.PhoneNumber;
import org.fengqiao.shared.Place;
import org.fengqiao.town.BridgeRobot;
import org.fengqiao.town.InAHouseOfItsOwn;
import org.fengqiao.town.Peer;
import org.fengqiao.town.Pictures;
import org.fengqiao.town.Robots;
import org.fengqiao.town.Soak;
import org.fengqiao.town.Soon;
import org.fengqiao.town.Town;
import org.fengqiao.town.Visitor;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.ApplicationContext;

/**
 * I7: words that stand nowhere else are brought into every field of text of Bailu station, in a county of its own. People and programs of
 * Qingshi go everywhere, search, count, take tables along and listen, and come upon them nowhere; the chief of Bailu does.
 */
@InAHouseOfItsOwn
class I7_CanaryTest {

    /** What is looked for; what is found by looking for it carries the mark, which nobody types. */
    private static final String LOOKED_FOR = "雀鸣枝头";

    private static final String MARK = "q7x9kz";
    private static final String CANARY = LOOKED_FOR + MARK;
    private static final String PHONE = "19900007799";
    private static final String LOGIN = "bailu-" + MARK;

    /** Columns of text that hold nobody's words, and why. Whoever adds a column of text plants it, or says here why not. */
    private static final Map<String, String> NOBODYS_WORDS = Map.ofEntries(
            Map.entry("access.answered.headers", "headers the program sets"),
            Map.entry("audit.line.what", "a name of the program's"),
            Map.entry("audit.line.about", "a kind and an id"),
            Map.entry("audit.line.by_role", "a name of the program's"),
            Map.entry("audit.line.data", "ids and names of fields: personal data are kept out of it"),
            Map.entry("audit.line.address", "a network address"),
            Map.entry("channel.bridge.opens", "a name of the program's"),
            Map.entry("channel.message.state", "a name of the program's"),
            Map.entry("channel.quarantine.reason", "a name of the program's"),
            Map.entry("document.document.kind", "a name of the program's"),
            Map.entry("document.document.quarantined", "a name of the program's"),
            Map.entry("document.document.sha256", "a hash"),
            Map.entry("matter.ledger.what", "a name of the program's"),
            Map.entry("matter.ledger.by_kind", "a name of the program's"),
            Map.entry("matter.matter.kind", "a name of the program's"),
            Map.entry("matter.matter.stage", "a name of the program's"),
            Map.entry("matter.matter.stage_before", "a name of the program's"),
            Map.entry("matter.matter.urgency", "a name of the program's"),
            Map.entry("matter.matter.way", "a name of the program's"),
            Map.entry("matter.photo.sha256", "a hash"),
            Map.entry("matter.photo.thumbnail", "a hash"),
            Map.entry("matter.sight.why", "a name of the program's"),
            Map.entry("notice.callout.state", "a name of the program's"),
            Map.entry("notice.post.kind", "a name of the program's"),
            Map.entry("org.grid.area", "corners on the map"),
            Map.entry("org.grid.former_keeper_phone", "empty since numbers are sealed"),
            Map.entry("org.grid.kind", "a name of the program's"),
            Map.entry("org.officer.role", "a name of the program's"),
            Map.entry("people.resident.former_phone", "empty since numbers are sealed"),
            Map.entry("register.import.register", "a name of the program's"),
            Map.entry("register.import.sha256", "a hash"),
            Map.entry("register.import.state", "a name of the program's"));

    /** What stands outside the walls and may hold the mark: an account and its tokens, read by their own person alone. */
    private static final Set<String> OUTSIDE = Set.of("access.credential", "access.token", "access.spring_session");

    private static final boolean EVERYTHING = Soak.times(0, 1) == 1;

    private static final Set<WholeHouse.Who> SEARCHERS = EVERYTHING
            ? EnumSet.allOf(WholeHouse.Who.class)
            : EnumSet.of(
                    WholeHouse.Who.OFFICER,
                    WholeHouse.Who.CHIEF,
                    WholeHouse.Who.PARTNER,
                    WholeHouse.Who.VOLUNTEER,
                    WholeHouse.Who.READS,
                    WholeHouse.Who.LISTS_GROUPS,
                    WholeHouse.Who.OF_PARTNER);

    @Autowired
    ApplicationContext context;

    @Autowired
    Robots robots;

    @LocalServerPort
    int port;

    private WholeHouse house;

    @BeforeEach
    void everybodyIsHere() {
        house = WholeHouse.of(context, port);
    }

    /** What is gone through: pages, tables to take along, answers to programs. */
    private enum Kind {
        PAGE,
        TABLE,
        TO_PROGRAMS;

        static Kind of(String path) {
            return path.contains(".xlsx") || path.contains(".csv")
                    ? TABLE
                    : path.startsWith("/api/") ? TO_PROGRAMS : PAGE;
        }
    }

    @Test
    void nobodyElseComesUponTheWordsOfAStation() {
        try (Peer theirs = new Peer();
                Peer ours = new Peer()) {
            Visitor reads = house.visitor(WholeHouse.Who.READS);
            SignedIn chief = chiefOfBailu();
            Bailu bailu = new Bailu(chief);
            Soon.it("the house is quiet", house.anyRow::isQuiet);
            String counted = body(reads.fetch("/api/v1/matters/counts", house.headers(WholeHouse.Who.READS)));
            tellEverything(bailu, theirs);
            assertThat(body(reads.fetch("/api/v1/matters/counts", house.headers(WholeHouse.Who.READS))))
                    .as("counts of Qingshi after Bailu has written")
                    .isEqualTo(counted);
            told(house.town.qingshi, "青石的路灯坏了", ours);
            Visitor own = Visitor.signedIn(port, chief);
            Soon.it(
                    "the own chief finds it",
                    () -> own.see("/matters?words=" + encoded(LOOKED_FOR))
                            .body()
                            .toLowerCase(Locale.ROOT)
                            .contains(MARK));

            Set<String> planted = house.anyRow.plant(bailu.unit(), CANARY, MARK, NOBODYS_WORDS.keySet());
            assertThat(house.anyRow.bare(bailu.unit(), MARK))
                    .as("columns of text without a canary that nobody has given a reason for")
                    .containsExactlyInAnyOrderElementsOf(NOBODYS_WORDS.keySet());
            assertThat(OUTSIDE)
                    .as("tables in which it stands outside the walls of Bailu")
                    .containsAll(house.anyRow.astray(bailu.unit(), MARK));

            List<String> everywhere = everywhere(bailu);
            Set<String> hits = new TreeSet<>();
            int searched = 0;
            Map<Kind, Integer> opened = new EnumMap<>(Kind.class);
            for (WholeHouse.Who who : SEARCHERS) {
                Set<String> refused = new HashSet<>();
                for (String path : everywhere) {
                    // Who is refused the list is not let in by asking for something in it.
                    if (path.startsWith("/api/") != who.isProgram() || refused.contains(path.split("\\?")[0])) {
                        continue;
                    }
                    HttpResponse<byte[]> answer = house.visitor(who).fetch(path, house.headers(who));
                    searched++;
                    if (answer.statusCode() == 200) {
                        opened.merge(Kind.of(path), 1, Integer::sum);
                    } else if (answer.statusCode() == 403) {
                        refused.add(path);
                    }
                    if (holdsMark(answer)) {
                        hits.add(who + " " + path);
                    }
                }
            }
            Map<Kind, Set<String>> met = metByTheirOwn(bailu, own, everywhere);
            System.out.printf(
                    "I7: %d more columns of text planted, %s; %,d answers searched by %d others, opened %s: %d hits; the own"
                            + " chief met it at %d addresses: %s%n",
                    planted.size(),
                    planted,
                    searched,
                    SEARCHERS.size(),
                    opened,
                    hits.size(),
                    met.values().stream().mapToInt(Set::size).sum(),
                    met.entrySet().stream()
                            .map(one -> one.getKey() + "=" + one.getValue().size())
                            .collect(Collectors.joining(", ")));
            assertThat(hits).isEmpty();
            assertThat(opened.get(Kind.PAGE)).isGreaterThan(100);
            assertThat(opened.get(Kind.TABLE)).isGreaterThan(10);
            assertThat(opened.get(Kind.TO_PROGRAMS)).isGreaterThan(15);
            assertThat(met.get(Kind.PAGE)).hasSizeGreaterThan(30);
            assertThat(met.get(Kind.TABLE)).hasSizeGreaterThan(6);
            assertThat(met.get(Kind.TO_PROGRAMS)).hasSizeGreaterThan(5);
            assertThat(theirs.calls)
                    .as("answers sent to the bridge of Bailu")
                    .anyMatch(call -> call.body().toLowerCase(Locale.ROOT).contains(MARK));
            assertThat(ours.calls)
                    .as("answers sent to the bridge of Qingshi")
                    .isNotEmpty()
                    .noneMatch(call -> call.body().toLowerCase(Locale.ROOT).contains(MARK));
        }
    }

    @Test
    void anOpenDeskIsToldNothingOfWhatHappensElsewhere() {
        SignedIn chief = chiefOfBailu();
        Soon.it("the house is quiet", house.anyRow::isQuiet);
        try (Desk here = new Desk(house.visitor(WholeHouse.Who.OFFICER));
                Desk there = new Desk(Visitor.signedIn(port, chief))) {
            Soon.it("both desks are told", () -> !here.told.isEmpty() && !there.told.isEmpty());
            String before = there.told.getLast();
            opened(chief, CANARY);
            Soon.it("the desk there is told", () -> !there.told.getLast().equals(before));
            assertThat(Set.copyOf(here.told)).as("what the desk here was told").hasSize(1);
            opened(house.town.chen, "路口的灯坏了三天");
            Soon.it("the desk here is told", () -> Set.copyOf(here.told).size() > 1);
            assertThat(here.told)
                    .noneMatch(line -> line.toLowerCase(Locale.ROOT).contains(MARK));
        }
    }

    /** No page counts residents, so there is no group too small to be named. Whoever adds such a figure suppresses what is below five. */
    @Test
    void nothingCountsResidents() throws IOException {
        Pattern counts = Pattern.compile("count\\(", Pattern.CASE_INSENSITIVE);
        Pattern residents = Pattern.compile(
                "count\\([^)]*\\)[^;]{0,400}?\\b(from|join)\\s+people\\.", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
        int looked = 0;
        try (Stream<Path> files = Files.walk(Path.of("src/main/java/org/fengqiao"))) {
            for (Path file :
                    files.filter(one -> one.toString().endsWith(".java")).toList()) {
                String source = Files.readString(file);
                looked += counts.matcher(source).find() ? 1 : 0;
                assertThat(residents.matcher(source).find()).as(file.toString()).isFalse();
            }
        }
        assertThat(looked).as("sources that count something").isGreaterThan(10);
    }

    /** A desk that is left open: the counts it was told, one after the other. */
    private static final class Desk implements AutoCloseable {

        private final List<String> told = new CopyOnWriteArrayList<>();
        private final InputStream stream;

        Desk(Visitor visitor) {
            stream = visitor.open("/desk/live");
            Thread.ofVirtual().start(() -> {
                try (Stream<String> lines =
                        new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8)).lines()) {
                    lines.filter(line -> line.startsWith("data:")).forEach(told::add);
                } catch (UncheckedIOException closed) {
                    // the desk was left
                }
            });
        }

        @Override
        public void close() {
            try {
                stream.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** What there is at Bailu to ask for. */
    private static final class Bailu {

        private final SignedIn chief;
        private final Map<String, String> things = new HashMap<>();
        private final List<Long> matters = new ArrayList<>();

        Bailu(SignedIn chief) {
            this.chief = chief;
        }

        int unit() {
            return chief.unit();
        }

        /** The address with things of Bailu in it. */
        String path(String pattern) {
            Matcher hole = Pattern.compile("([a-z-]+)/\\{[^}]*}").matcher(pattern);
            return hole.replaceAll(found -> Matcher.quoteReplacement(found.group(1) + "/" + thing(found.group(1))));
        }

        private String thing(String what) {
            String thing = things.get(what);
            if (thing == null) {
                throw new IllegalStateException("Bailu has none of /" + what + "/: make one where everything is told");
            }
            return encoded(thing);
        }
    }

    private SignedIn chiefOfBailu() {
        Door door = context.getBean(Door.class);
        return door.letIn(LOGIN, Town.PASSWORD)
                .orElseGet(() -> Sight.HOUSE.see(() -> {
                    AddUnit addUnit = context.getBean(AddUnit.class);
                    int county = addUnit.add(0, Unit.Kind.COUNTY, "白鹭县公安局", "BLX");
                    int station = addUnit.add(county, Unit.Kind.STATION, "白鹭派出所", "BLZ");
                    addUnit.add(station, Unit.Kind.PARTNER, "白鹭物业", "BLWY");
                    context.getBean(GiveAccount.class)
                            .give(station, CANARY, Role.CHIEF, CANARY, LOGIN, Town.PASSWORD, false);
                    return door.letIn(LOGIN, Town.PASSWORD).orElseThrow();
                }));
    }

    private long opened(SignedIn who, String words) {
        OpenMatter open = context.getBean(OpenMatter.class);
        return house.town
                .as(who, () -> open.open(NewMatter.of(who.unit(), "DEMAND", words, Way.DESK), Actor.of(who)))
                .id();
    }

    /** Words come over a bridge of this unit, are answered, and the answer goes back. */
    private void told(int unit, String words, Peer peer) {
        SignedIn officer = unit == house.town.qingshi ? house.town.chen : chiefOfBailu();
        int bridge = robots.bridge(unit, Bridge.Opens.MATTER, peer.address() + "/" + encoded(words));
        robots.robot(port, bridge).send(message(words));
        long[] matter = new long[1];
        Soon.it(
                "the message is a matter",
                () -> house.anyRow
                        .owner()
                        .sql("select id from matter.matter where bridge_id = ?")
                        .param(bridge)
                        .query((row, n) -> row.getLong(1))
                        .optional()
                        .map(id -> matter[0] = id)
                        .isPresent());
        house.town.as(officer, () -> {
            context.getBean(TakeMatter.class).take(matter[0], null, Actor.of(officer));
            return context.getBean(AnswerMatter.class).answer(matter[0], null, Actor.of(officer), words + "，修好了");
        });
        Soon.it("the answer is called out", () -> !peer.calls.isEmpty());
    }

    private static String message(String words) {
        return """
                {"id":"m-%1$s","group":"g-%1$s","groupName":"群-%1$s","sender":{"ref":"r-%1$s","name":"人-%1$s"},\
                "text":"%1$s","sentAt":"2026-11-20T10:03:00+08:00"}""".formatted(words);
    }

    /** Everything a station keeps, written the way people write it. */
    private void tellEverything(Bailu bailu, Peer peer) {
        SignedIn chief = bailu.chief;
        Actor by = Actor.of(chief);
        told(bailu.unit(), CANARY, peer);
        int bridge = robots.bridge(bailu.unit(), Bridge.Opens.DESK);
        BridgeRobot robot = robots.robot(port, bridge);
        robot.send(message(CANARY));
        robot.send(CANARY);
        house.town.as(chief, () -> {
            int grid = bean(DrawGrid.class)
                    .draw(new DrawGrid.Drawing(
                            bailu.unit(),
                            Grid.Kind.SOCIAL,
                            CANARY + "格",
                            chief.officer(),
                            CANARY + "员",
                            PHONE,
                            false,
                            null));
            int group = bean(AddGroup.class)
                    .add(
                            bailu.unit(),
                            GroupFacts.of(CANARY + "群", CANARY + "片")
                                    .ownedBy(chief.officer())
                                    .inGrid(grid));
            long resident = bean(KeepResident.class)
                    .keep(
                            bailu.unit(),
                            NewResident.of(CANARY + "人", PhoneNumber.of(PHONE))
                                    .identified(FictionalNumbers.adult(77_799), CANARY + "意")
                                    .living(CANARY + "路")
                                    .noted(CANARY + "记")
                                    .called(NicknamePlace.inGroup(group), CANARY + "姐"));
            bean(HoldResident.class).hold(resident, CANARY + "由", CANARY + "法");
            bean(RevealResident.class).reveal(resident, Purpose.OTHER, CANARY);
            for (String words : List.of(CANARY + "一", CANARY + "二")) {
                OpenMatter.Opened opened = bean(OpenMatter.class)
                        .open(
                                NewMatter.of(bailu.unit(), "DEMAND", words, Way.PASTE)
                                        .at(Place.of(CANARY + "处"))
                                        .inGroup(group)
                                        .inGrid(grid)
                                        .askedBy(resident, CANARY + "叔"),
                                by);
                bailu.matters.add(opened.id());
                bailu.things.put("matters", Long.toString(opened.id()));
                bailu.things.put("by-number", opened.number());
                bailu.things.put("t", opened.tracking());
            }
            long matter = bailu.matters.getLast();
            bean(TakeMatter.class).take(matter, null, by);
            bean(AddNote.class).note(matter, null, by, CANARY + "注", List.of());
            bean(AskPartner.class).askUnit(matter, null, by, partner(bailu), CANARY + "办");
            bean(AnswerMatter.class).answer(matter, null, by, CANARY + "答");
            bean(HoldMatter.class).hold(matter, by, CANARY + "由", CANARY + "法");
            bailu.things.put(
                    "documents",
                    "" + bean(AttachDocument.class).attach(matter, by, CANARY + ".pdf", pdf(), CANARY + "件"));
            bailu.things.put(
                    "photos",
                    ""
                            + bean(AttachPhotos.class)
                                    .attach(matter, List.of(Pictures.of(64, 48, 0x335577)))
                                    .getFirst());
            bailu.things.put(
                    "posts",
                    ""
                            + bean(PostWarning.class)
                                    .post(chief, CANARY + "警", List.of(group), 0)
                                    .getFirst());
            bailu.things.put(
                    "imports",
                    ""
                            + bean(Imports.class)
                                    .upload(
                                            chief,
                                            bailu.unit(),
                                            Register.GROUPS,
                                            CANARY + ".csv",
                                            ("群名,范围\n" + CANARY + "," + CANARY).getBytes(StandardCharsets.UTF_8)));
            bean(SavedViews.class).keep(chief, CANARY, "words=" + encoded(CANARY) + CANARY);
            bailu.things.put("grids", "" + grid);
            bailu.things.put("groups", "" + group);
            bailu.things.put("residents", "" + resident);
            bailu.things.put("r", house.anyRow.text("door", "groups.chat_group", group));
            return true;
        });
        bailu.things.put("units", "" + bailu.unit());
        bailu.things.put("officers", "" + chief.officer());
        bailu.things.put("guide", "officer");
        Soon.it("the house is quiet", house.anyRow::isQuiet);
    }

    private <T> T bean(Class<T> type) {
        return context.getBean(type);
    }

    private int partner(Bailu bailu) {
        return house.anyRow
                .owner()
                .sql("select id from org.unit where parent_id = ?")
                .param(bailu.unit())
                .query(Integer.class)
                .single();
    }

    private static byte[] pdf() {
        return ("%PDF-1.7\n" + MARK + "\n%%EOF").getBytes(StandardCharsets.US_ASCII);
    }

    /** Where the chief of Bailu, and a program of the chief's, come upon the words. */
    private Map<Kind, Set<String>> metByTheirOwn(Bailu bailu, Visitor own, List<String> everywhere) {
        Tokens tokens = bean(Tokens.class);
        String token = house.town.as(bailu.chief, () -> tokens.issue(bailu.chief, CANARY, Tokens.SCOPES, 1));
        Visitor program = Visitor.stranger(port);
        Map<Kind, Set<String>> met = new EnumMap<>(Kind.class);
        Stream.concat(everywhere.stream(), Stream.of(bailu.path("/t/{tracking}"), bailu.path("/r/{code}")))
                .filter(path -> holdsMark(
                        path.startsWith("/api/")
                                ? program.fetch(path, "Authorization", "Bearer " + token)
                                : own.fetch(path)))
                .forEach(path -> met.computeIfAbsent(Kind.of(path), kind -> new TreeSet<>())
                        .add(path));
        return met;
    }

    /** Every page, table, picture and answer to programs: of the own station, of Bailu, and looked through for the words and for Bailu. */
    private List<String> everywhere(Bailu bailu) {
        Set<String> paths = new TreeSet<>();
        for (Endpoint endpoint : house.endpoints) {
            if (!endpoint.isSafe()
                    || endpoint.path().equals("/desk/live")
                    || endpoint.path().endsWith("/**")) {
                continue;
            }
            boolean withCode =
                    endpoint.path().startsWith("/r/") || endpoint.path().startsWith("/t/");
            paths.add(house.path(endpoint, WholeHouse.Whose.OWN, false));
            if (endpoint.path().contains("{") && !withCode) {
                paths.add(bailu.path(endpoint.path()));
            }
            // A table is taken with the questions of its page.
            boolean asks = !endpoint.fields().isEmpty() && (EVERYTHING || Kind.of(endpoint.path()) != Kind.TABLE);
            if (!endpoint.path().contains("{") && asks) {
                asked(endpoint, bailu).forEach(asked -> paths.add(endpoint.path() + "?" + asked));
            }
        }
        return new ArrayList<>(paths);
    }

    /** What a list is asked for: the words, the number of a resident, the station; in the long form each field by itself as well. */
    private static List<String> asked(Endpoint endpoint, Bailu bailu) {
        String words = encoded(LOOKED_FOR);
        List<String> asked = new ArrayList<>(List.of(
                "words=" + words + "&q=" + words + "&phone=" + PHONE,
                "unit=" + bailu.unit() + "&group=" + bailu.thing("groups")));
        if (EVERYTHING) {
            endpoint.fields().forEach(field -> asked.add(field + "=" + value(field, bailu)));
        }
        return asked;
    }

    private static String value(String field, Bailu bailu) {
        return switch (field) {
            case "unit" -> "" + bailu.unit();
            case "group" -> bailu.thing("groups");
            case "resident" -> bailu.thing("residents");
            case "matter", "matters" -> bailu.thing("matters");
            case "phone" -> PHONE;
            case "register" -> "GROUPS";
            default -> encoded(LOOKED_FOR);
        };
    }

    private static String encoded(String words) {
        return URLEncoder.encode(words, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private static String body(HttpResponse<byte[]> answer) {
        return new String(answer.body(), StandardCharsets.UTF_8);
    }

    private static boolean holdsMark(HttpResponse<byte[]> answer) {
        return holdsMark(answer.headers().map().toString()) || holdsMark(answer.body());
    }

    private static boolean holdsMark(byte[] bytes) {
        if (bytes.length < 2 || bytes[0] != 'P' || bytes[1] != 'K') {
            return holdsMark(new String(bytes, StandardCharsets.UTF_8));
        }
        try (ReadableWorkbook book = new ReadableWorkbook(new ByteArrayInputStream(bytes))) {
            StringBuilder cells = new StringBuilder();
            for (Sheet sheet : book.getSheets().toList()) {
                cells.append(sheet.getName());
                sheet.read()
                        .forEach(row -> row.stream()
                                .filter(Objects::nonNull)
                                .forEach(cell -> cells.append('\n').append(cell.getRawValue())));
            }
            return holdsMark(cells.toString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean holdsMark(String text) {
        return text.toLowerCase(Locale.ROOT).contains(MARK);
    }
}
