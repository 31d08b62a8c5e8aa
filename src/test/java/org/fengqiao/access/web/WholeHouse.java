package org.fengqiao.access.web;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import javax.imageio.ImageIO;
import org.fengqiao.access.SignedIn;
import org.fengqiao.access.Tokens;
import org.fengqiao.database.AnyRow;
import org.fengqiao.database.Sight;
import org.fengqiao.document.AttachDocument;
import org.fengqiao.matter.Actor;
import org.fengqiao.matter.AskPartner;
import org.fengqiao.matter.AttachPhotos;
import org.fengqiao.matter.NewMatter;
import org.fengqiao.matter.OpenMatter;
import org.fengqiao.matter.Way;
import org.fengqiao.org.AddUnit;
import org.fengqiao.org.Unit;
import org.fengqiao.town.Town;
import org.fengqiao.town.Visitor;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationContext;

/** Everybody who may come to the house, and things of the own station, of another one and of nobody to ask for. */
final class WholeHouse {

    /** Everybody who comes, strangers first; a program comes with a token, an officer's of one scope or somebody else's of all. */
    enum Who {
        STRANGER,
        OFFICER,
        AUXILIARY,
        CHIEF,
        SUPERVISOR,
        PARTNER,
        MEDIATOR,
        VOLUNTEER,
        ADMINISTRATOR,
        SECURITY,
        AUDITOR,
        READS,
        WRITES,
        LISTS_GROUPS,
        OF_AUXILIARY,
        OF_PARTNER;

        boolean isProgram() {
            return compareTo(READS) >= 0;
        }
    }

    /** Whose thing is asked for. */
    enum Whose {
        OWN,
        OTHER,
        ABSENT
    }

    /** Whose pages are opened in a browser: of somebody at the desk, of who keeps the house, of who is asked to help. */
    static final List<Who> READERS = List.of(Who.OFFICER, Who.ADMINISTRATOR, Who.SECURITY, Who.VOLUNTEER);

    /** Which table the number in an address leads to, by what stands before it. */
    private static final Map<String, String> TABLES = Map.ofEntries(
            Map.entry("officers", "org.officer"),
            Map.entry("grids", "org.grid"),
            Map.entry("groups", "groups.chat_group"),
            Map.entry("residents", "people.resident"),
            Map.entry("posts", "notice.post"),
            Map.entry("bridges", "channel.bridge"),
            Map.entry("messages", "channel.message"),
            Map.entry("inbox", "channel.message"),
            Map.entry("quarantine", "channel.quarantine"),
            Map.entry("callouts", "notice.callout"),
            Map.entry("imports", "register.import"));

    /** A form with a file that is no picture: whoever may add photos is told so. */
    private static final String NO_PICTURE =
            "--x\r\nContent-Disposition: form-data; name=\"photos\"; filename=\"a.jpg\"\r\n\r\nno picture\r\n--x--\r\n";

    /** A form with a small paper. */
    private static final String PAPER =
            "--x\r\nContent-Disposition: form-data; name=\"document\"; filename=\"a.pdf\"\r\n\r\n%PDF-1.4\n%%EOF\r\n--x--\r\n";

    private static @Nullable WholeHouse only;

    final ApplicationContext house;
    final Town town;
    final AnyRow anyRow;
    final List<Endpoint> endpoints;
    private final int port;
    private final Map<Who, SignedIn> cast;
    private final Map<Who, Visitor> visitors = new EnumMap<>(Who.class);
    private final Map<Who, String> tokens = new EnumMap<>(Who.class);

    /** A station in another county. */
    final int elsewhere;

    private final Map<String, String> kept = new HashMap<>();

    private WholeHouse(ApplicationContext house, int port) {
        this.house = house;
        this.port = port;
        this.town = house.getBean(Town.class);
        this.anyRow = AnyRow.in(house);
        this.endpoints = Endpoint.of(house);
        AddUnit addUnit = house.getBean(AddUnit.class);
        int county = Sight.HOUSE.see(() -> addUnit.add(0, Unit.Kind.COUNTY, "白沙县公安局", "BSX"));
        this.elsewhere = Sight.HOUSE.see(() -> addUnit.add(county, Unit.Kind.STATION, "白沙派出所", "BSZ"));
        this.cast = Map.of(
                Who.OFFICER, town.chen,
                Who.AUXILIARY, town.li,
                Who.CHIEF, town.zhou,
                Who.SUPERVISOR, town.zheng,
                Who.PARTNER, town.liu,
                Who.MEDIATOR, town.qian,
                Who.VOLUNTEER, town.sun,
                Who.ADMINISTRATOR, town.he,
                Who.SECURITY, town.su,
                Who.AUDITOR, town.fang);
        for (Who who : Who.values()) {
            SignedIn person = cast.get(who);
            visitors.put(who, person == null ? Visitor.stranger(port) : Visitor.signedIn(port, person));
            visitors.get(who).see(person == null ? "/sign-in" : "/password");
        }
        Tokens issue = house.getBean(Tokens.class);
        tokens.put(Who.READS, town.as(town.chen, () -> issue.issue(town.chen, "读", List.of("matters:read"), 1)));
        tokens.put(Who.WRITES, town.as(town.chen, () -> issue.issue(town.chen, "写", List.of("matters:write"), 1)));
        tokens.put(Who.LISTS_GROUPS, town.as(town.chen, () -> issue.issue(town.chen, "群", List.of("groups:read"), 1)));
        tokens.put(Who.OF_AUXILIARY, town.as(town.li, () -> issue.issue(town.li, "辅警", Tokens.SCOPES, 1)));
        tokens.put(Who.OF_PARTNER, town.as(town.liu, () -> issue.issue(town.liu, "联动", Tokens.SCOPES, 1)));
    }

    static synchronized WholeHouse of(ApplicationContext house, int port) {
        WholeHouse ready = only;
        if (ready == null || ready.port != port) {
            ready = new WholeHouse(house, port);
            only = ready;
        }
        return ready;
    }

    Visitor visitor(Who who) {
        return Objects.requireNonNull(visitors.get(who));
    }

    /** The one of the cast who comes as this. */
    SignedIn person(Who who) {
        return Objects.requireNonNull(cast.get(who));
    }

    /** Signs this visitor in anew, after a test that left. */
    void comeBack(Who who, SignedIn person) {
        visitors.put(who, Visitor.signedIn(port, person));
        visitor(who).see("/password");
    }

    String[] headers(Who who, String... more) {
        String token = tokens.get(who);
        if (token == null) {
            return more;
        }
        String[] all = java.util.Arrays.copyOf(more, more.length + 4);
        all[more.length] = "Authorization";
        all[more.length + 1] = "Bearer " + token;
        all[more.length + 2] = "Idempotency-Key";
        all[more.length + 3] = java.util.UUID.randomUUID().toString();
        return all;
    }

    /** Asks for an endpoint with a form (or JSON) in which every verb finds what it needs. */
    Visitor.Answer ask(Endpoint endpoint, Who who, String path) {
        Visitor visitor = visitor(who);
        if (endpoint.isSafe()) {
            return visitor.ask("GET", path, null, null, headers(who));
        }
        if (endpoint.isForPrograms() && endpoint.path().endsWith("/photos")) {
            return visitor.ask(endpoint.method(), path, "multipart/form-data; boundary=x", NO_PICTURE, headers(who));
        }
        if (endpoint.isForPrograms() && endpoint.path().endsWith("/documents")) {
            return visitor.ask(endpoint.method(), path, "multipart/form-data; boundary=x", PAPER, headers(who));
        }
        if (endpoint.isForPrograms()) {
            return visitor.ask(endpoint.method(), path, "application/json", "{}", headers(who));
        }
        return visitor.ask(
                endpoint.method(), path, "application/x-www-form-urlencoded", form(visitor.token()), headers(who));
    }

    /** Where this visitor is shown a whole page, with something of the own station in it. */
    List<String> pages(Who who) {
        List<String> pages = new ArrayList<>();
        for (Endpoint endpoint : endpoints) {
            if (!endpoint.isSafe()
                    || endpoint.isForPrograms()
                    || endpoint.path().equals("/desk/live")) {
                continue;
            }
            String path = path(endpoint, Whose.OWN, false);
            Visitor.Answer answer = ask(endpoint, who, path);
            if (answer.status() == 200 && answer.body().startsWith("<!DOCTYPE html>")) {
                pages.add(path);
            }
        }
        return pages;
    }

    /** Every field a verb may ask for, with a value it can work with. */
    String form(String token) {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("_csrf", token);
        for (String words :
                List.of("words", "reason", "text", "task", "question", "said", "answer", "note", "done", "name")) {
            fields.put(words, "请尽快处理");
        }
        fields.put("stars", "5");
        fields.put("settled", "true");
        fields.put("to", String.valueOf(town.hewan));
        fields.put("kind", "DEMAND");
        fields.put("urgency", "NORMAL");
        return fields.entrySet().stream()
                .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
    }

    /** The address with something in it: of the own station, of one in another county, or of nobody. */
    String path(Endpoint endpoint, Whose whose, boolean fresh) {
        String path = endpoint.path();
        String key = path + whose;
        if (!fresh && kept.containsKey(key)) {
            return kept.get(key);
        }
        String filled = path.endsWith("/**") ? example(path) : fill(path, whose);
        kept.put(key, filled);
        return filled;
    }

    private static String example(String path) {
        return switch (path) {
            case "/assets/**" -> "/assets/house.css";
            case "/webjars/**" -> "/webjars/tabler__core/dist/css/tabler.min.css";
            default -> path.substring(0, path.length() - 2) + "nothing-here";
        };
    }

    private String fill(String path, Whose whose) {
        String filled = path;
        String first = path.replaceFirst("^/api/v1", "").split("/", 3)[1];
        long matter = 0;
        if (first.equals("matters") && path.contains("{")) {
            matter = whose == Whose.ABSENT ? 999_999_999 : matter(whose == Whose.OWN ? town.qingshi : elsewhere);
            filled = filled.replaceFirst("\\{[^}]*}", String.valueOf(matter));
        }
        if (first.equals("r") || first.equals("t")) {
            if (first.equals("t") && whose != Whose.ABSENT) {
                matter = matter(whose == Whose.OWN ? town.qingshi : elsewhere);
            }
            filled = filled.replaceFirst("\\{[^}]*}", code(first, whose, matter));
        }
        if (filled.contains("photos/{")) {
            long photo =
                    whose == Whose.ABSENT ? 999_999_999 : photo(matter, whose == Whose.OWN ? town.qingshi : elsewhere);
            filled = filled.replaceFirst("\\{[^}]*}", String.valueOf(photo));
        }
        if (filled.contains("documents/{")) {
            long document = whose == Whose.ABSENT ? 999_999_999 : document(matter);
            filled = filled.replaceFirst("\\{[^}]*}", String.valueOf(document));
        }
        while (filled.contains("{")) {
            String before = filled.substring(0, filled.indexOf("/{"));
            String table = TABLES.get(before.substring(before.lastIndexOf('/') + 1));
            filled = filled.replaceFirst("\\{[^}]*}", id(before, table, whose));
        }
        return filled;
    }

    private String id(String before, @Nullable String table, Whose whose) {
        if (whose == Whose.ABSENT) {
            return "999999999";
        }
        int unit = whose == Whose.OWN ? town.qingshi : elsewhere;
        if (before.equals("/units")) {
            return String.valueOf(unit);
        }
        return table == null ? "999999999" : String.valueOf(anyRow.of(table, unit));
    }

    private String code(String first, Whose whose, long matter) {
        if (whose == Whose.ABSENT) {
            return "0000000000000000".substring(first.equals("r") ? 6 : 0);
        }
        int unit = whose == Whose.OWN ? town.qingshi : elsewhere;
        return first.equals("t")
                ? anyRow.text("tracking", "matter.matter", matter)
                : anyRow.text("door", "groups.chat_group", anyRow.of("groups.chat_group", unit));
    }

    long matter(int unit) {
        OpenMatter openMatter = house.getBean(OpenMatter.class);
        long id = Sight.HOUSE.see(() -> openMatter
                .open(NewMatter.of(unit, "DEMAND", "路口的灯坏了三天", Way.DESK), Actor.HOUSE)
                .id());
        if (unit == town.qingshi) {
            AskPartner ask = house.getBean(AskPartner.class);
            town.as(town.chen, () -> ask.askUnit(id, null, Town.actor(town.chen), town.heating, "请看一看"));
            town.as(town.chen, () -> ask.askPerson(id, null, Town.actor(town.chen), town.qian.officer(), "请劝一劝"));
            town.as(town.chen, () -> ask.askPerson(id, null, Town.actor(town.chen), town.sun.officer(), "请走一趟"));
        }
        return id;
    }

    long document(long matter) {
        AttachDocument attach = house.getBean(AttachDocument.class);
        byte[] paper = "%PDF-1.7\n%%EOF".getBytes(StandardCharsets.US_ASCII);
        return Sight.HOUSE.see(() -> attach.attach(matter, Actor.HOUSE, "a.pdf", paper, null));
    }

    long photo(long matter, int unit) {
        AttachPhotos attach = house.getBean(AttachPhotos.class);
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        try {
            ImageIO.write(new BufferedImage(64, 64, BufferedImage.TYPE_INT_RGB), "png", png);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Sight.atDoorOf(unit)
                .see(() -> attach.attach(matter, List.of(png.toByteArray())))
                .get(0);
    }
}
