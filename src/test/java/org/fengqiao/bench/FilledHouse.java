package org.fengqiao.bench;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.fengqiao.audit.ChainHash;
import org.fengqiao.audit.Seal;
import org.fengqiao.matter.LineSeal;
import org.fengqiao.shared.SearchTokens;
import org.postgresql.PGConnection;
import org.postgresql.copy.PGCopyOutputStream;
import org.springframework.security.crypto.argon2.Argon2PasswordEncoder;

/**
 * A data folder with fifty stations and many matters of the past two years, of which 10,000 are open: rows, ledger, search tokens,
 * residents. Written straight into the tables once and copied for every run.
 */
final class FilledHouse {

    static final int STATIONS = 50;
    static final int OPEN = 10_000;
    static final String PASSWORD = "qiao-tou-liu-shu-7";

    /** Officer ids as they come out on an empty house: the first administrator is 1. */
    static final int SUPERVISOR = 2;

    private static final int TOP_UNIT = 1;

    private static final String[] ESTATES = {
        "青石小区", "柳树巷", "河湾新村", "石桥花园", "东风里", "幸福家园", "运河人家", "老粮站宿舍", "凤凰城", "滨河苑", "朝阳里", "和平小区", "光明街", "枣林庄",
        "南关大院", "铁路宿舍", "教师楼", "银杏园", "双塔小区", "桥头村"
    };
    private static final String[] PROBLEMS = {
        "楼上漏水，天花板一直滴水", "半夜装修吵得睡不着", "楼道里停满电动车，堵住了消防通道", "暖气不热，家里只有十四度",
        "邻居养狗不拴绳，吓到孩子", "下水道堵了，污水冒到院子里", "路灯坏了好几天，晚上看不清路", "有人在群里推荐投资，说稳赚不赔",
        "钱包丢在公交站，里面有证件", "老人走失，穿灰色外套", "楼下烧烤摊油烟太大", "两家为了车位吵起来了",
        "井盖松动，车一过就响", "快递总被人拿错", "有陌生人挨家敲门说检查燃气", "物业停电梯不通知",
        "孩子放学没有回家", "院里晒的被子不见了", "私拉电线给电动车充电", "家里钥匙锁在屋里了",
        "想办居住证，需要带什么材料", "户口迁移怎么办理", "租户不登记，来往人员杂", "广场舞音响太响",
        "工地夜里施工"
    };
    private static final String[] SURNAMES = {
        "王", "李", "张", "刘", "陈", "杨", "赵", "黄", "周", "吴", "徐", "孙", "胡", "朱", "高", "林"
    };
    private static final String[] GIVEN = {"桂兰", "建国", "秀英", "小军", "海燕", "志强", "淑珍", "文博", "雪梅", "大勇", "雨桐", "晓明"};
    private static final String[] ANSWERS = {"已上门处理，问题解决。", "已联系物业，今天修好。", "双方已调解和好。", "已帮助找回。", "已说明办理流程和所需材料。"};

    private FilledHouse() {}

    /** A folder with that many matters, made on the first call and kept until the tables or this class change. */
    static Path copyOf(int matters, String name) throws Exception {
        Path kept = Path.of("target", "bench", "filled-%d-%s".formatted(matters, fingerprint()));
        if (!Files.exists(kept.resolve("complete"))) {
            Folders.delete(kept);
            System.out.printf("Filling a house with %,d matters, once …%n", matters);
            long began = System.nanoTime();
            fill(kept, matters);
            Files.createFile(kept.resolve("complete"));
            System.out.printf("… done in %,d s%n", (System.nanoTime() - began) / 1_000_000_000);
        }
        Path copy = Folders.fresh(name);
        Folders.copy(kept, copy);
        return copy;
    }

    private static String fingerprint() throws IOException, NoSuchAlgorithmException {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        List<Path> inputs = new ArrayList<>();
        try (Stream<Path> files = Files.walk(Path.of("src/main/resources/db/migration"))) {
            inputs.addAll(files.filter(Files::isRegularFile).sorted().toList());
        }
        inputs.add(Path.of("src/test/java/org/fengqiao/bench/FilledHouse.java"));
        inputs.add(Path.of("src/main/java/org/fengqiao/shared/SearchTokens.java"));
        inputs.add(Path.of("src/main/java/org/fengqiao/matter/LineSeal.java"));
        for (Path input : inputs) {
            digest.update(Files.readAllBytes(input));
        }
        return HexFormat.of().formatHex(digest.digest()).substring(0, 12);
    }

    private static void fill(Path folder, int matters) throws Exception {
        try (RunningHouse house = RunningHouse.start(folder)) {
            try (Connection owner = house.owner();
                    Statement sql = owner.createStatement()) {
                owner.setAutoCommit(false);
                // The followers wait for their cursors until everything is in and the cursors stand behind it.
                sql.execute("lock table follow.cursor in exclusive mode");
                sql.execute("set local maintenance_work_mem = '512MB'");
                people(sql);
                // In plain words as a former version left them; the next start seals them.
                sql.execute("alter table people.resident drop constraint former_phone_stays_empty");
                copy(owner, "people.resident (unit_id, name, former_phone)", matters / 5, FilledHouse::resident);
                sql.execute(
                        "alter table people.resident add constraint former_phone_stays_empty check (former_phone = '') not valid");
                copy(owner, MATTER, matters, (i, line) -> matter(i, matters, line));
                sql.execute("select setval('matter.matter_id_seq', " + matters + ")");
                sql.execute(
                        "insert into matter.counter select unit_id, 2026, count(*) from matter.matter group by unit_id");
                copy(
                        owner,
                        "matter.ledger (matter_id, n, unit_id, what, at, by_kind, by_id, by_name, data, hash)",
                        matters,
                        (i, line) -> ledger(i, matters, line));
                sql.execute("drop index matter.search_tokens");
                sql.execute("select matter.make_search_block(b) from generate_series(0, matter.search_block(" + matters
                        + ")) b");
                copy(
                        owner,
                        "matter.search (matter_id, unit_id, tokens)",
                        matters,
                        (i, line) -> search(i, matters, line));
                sql.execute("create index search_tokens on matter.search using gin (tokens)");
                sql.execute(
                        "update follow.cursor set xid = pg_current_xact_id(), seq = (select max(seq) from matter.ledger)");
                owner.commit();
                owner.setAutoCommit(true);
            }
        }
        try (RunningHouse sealed = RunningHouse.start(folder);
                Connection owner = sealed.owner();
                Statement sql = owner.createStatement()) {
            sql.execute("vacuum (analyze, freeze)");
            sql.execute("checkpoint");
        }
    }

    /** Fifty stations below one bureau, each with an officer; a supervisor over all. */
    static void people(Statement sql) throws SQLException {
        String hash = new Argon2PasswordEncoder(16, 32, 1, 19_456, 2).encode(PASSWORD);
        sql.execute("""
                insert into org.unit (parent_id, kind, name, code, ancestors)
                select %1$d, 'STATION', '第' || n || '派出所', 'BS' || lpad(n::text, 2, '0'), '{}' from generate_series(1, %2$d) n order by n""".formatted(TOP_UNIT, STATIONS));
        sql.execute("update org.unit set ancestors = array[%d, id] where id <> %1$d".formatted(TOP_UNIT));
        sql.execute(
                "insert into org.officer (unit_id, name, role) values (%d, '郑敏', 'SUPERVISOR')".formatted(TOP_UNIT));
        sql.execute("""
                insert into org.officer (unit_id, name, role)
                select id, '民警' || id, 'OFFICER' from org.unit where id <> %d order by id""".formatted(TOP_UNIT));
        sql.execute("""
                insert into org.unit (parent_id, kind, name, code, ancestors)
                select id, 'PARTNER', name || '物业', replace(code, 'BS', 'BP'), ancestors from org.unit where kind = 'STATION' order by id""");
        sql.execute("update org.unit set ancestors = ancestors || id where kind = 'PARTNER'");
        sql.execute("""
                insert into access.credential (officer_id, login, password_hash, must_change)
                select id, 'bench' || id, '%s', false from org.officer where id > 1""".formatted(hash));
        sql.execute("""
                insert into access.token (officer_id, name, hash, scopes, expires_at)
                select id, 'bench', sha256(('fq_bench' || id)::bytea), '{matters:read,matters:write,groups:read}', now() + interval '1 year'
                from org.officer where id > 1""");
    }

    /** The token of an officer. */
    static String token(int officer) {
        return "fq_bench" + officer;
    }

    /** The officer of a station, 0 to 49. */
    static int officerOf(int station) {
        return SUPERVISOR + 1 + station % STATIONS;
    }

    private static int unitOf(int i) {
        return TOP_UNIT + 1 + i % STATIONS;
    }

    private static final String MATTER =
            "matter.matter (id, unit_id, number, kind, urgency, stage, words, place, resident_id, asker, way, handler_id, answer, settled, stars, tracking, version, opened_by, opened_at, answered_at, closed_at, changed_at, head)";

    private static final Instant END = Instant.now().truncatedTo(ChronoUnit.SECONDS);

    /** One matter, the same at every call with the same number. */
    private record Case(
            int id,
            int unit,
            String number,
            String words,
            String place,
            String asker,
            int resident,
            String phone,
            String answer,
            int stage,
            Instant at) {

        private static final int CLOSED = 4;

        static Case of(int i, int of) {
            SplittableRandom random = new SplittableRandom(i * 7919L);
            int unit = unitOf(i);
            int open = Math.min(OPEN, of / 2);
            boolean isOpen = i >= of - open * 8 / 10 || (i % Math.max(1, of / (open * 2 / 10)) == 0);
            String estate = ESTATES[random.nextInt(ESTATES.length)];
            String place = estate + (1 + random.nextInt(40)) + "号楼" + (1 + random.nextInt(6)) + "单元";
            String words = place + "，" + PROBLEMS[random.nextInt(PROBLEMS.length)]
                    + (random.nextInt(200) == 0 ? "，车牌冀J" + (10_000 + random.nextInt(90_000)) : "")
                    + (random.nextInt(50_000) == 0 ? "，海棠树倒伏压住了三轮车" : "")
                    + "，麻烦尽快看一下，门牌" + (100 + random.nextInt(2_900));
            int resident = i % 3 == 0 ? 1 + random.nextInt(of / 5) : 0;
            return new Case(
                    i + 1,
                    unit,
                    "（2026）BS%02d-%06d".formatted(i % STATIONS + 1, i / STATIONS + 1),
                    words,
                    place,
                    name(random),
                    resident,
                    resident == 0 ? "" : phoneOf(resident - 1),
                    ANSWERS[random.nextInt(ANSWERS.length)],
                    isOpen ? random.nextInt(CLOSED) : CLOSED,
                    END.minusSeconds((long) ((of - i) * (63_072_000.0 / of))));
        }
    }

    private static String name(SplittableRandom random) {
        return SURNAMES[random.nextInt(SURNAMES.length)] + GIVEN[random.nextInt(GIVEN.length)];
    }

    private static String phoneOf(int resident) {
        return "1990000%04d".formatted(resident / STATIONS % 10_000);
    }

    private interface Writes {
        void line(int i, StringBuilder line);
    }

    private static void copy(Connection owner, String into, int rows, Writes writes) throws SQLException, IOException {
        StringBuilder lines = new StringBuilder();
        try (OutputStream out =
                new PGCopyOutputStream(owner.unwrap(PGConnection.class), "copy " + into + " from stdin", 1 << 20)) {
            for (int i = 0; i < rows; i++) {
                writes.line(i, lines);
                if (lines.length() > 500_000) {
                    out.write(lines.toString().getBytes(StandardCharsets.UTF_8));
                    lines.setLength(0);
                }
            }
            out.write(lines.toString().getBytes(StandardCharsets.UTF_8));
        }
    }

    private static void row(StringBuilder line, Object... values) {
        for (int i = 0; i < values.length; i++) {
            line.append(i == 0 ? "" : "\t").append(values[i]);
        }
        line.append('\n');
    }

    private static void resident(int i, StringBuilder line) {
        // Beyond 10,000 phone numbers a unit, residents have none.
        row(line, unitOf(i), name(new SplittableRandom(i)), i / STATIONS < 10_000 ? phoneOf(i) : "");
    }

    private static final String[] STAGES = {"RECEIVED", "HANDLING", "ANSWERED", "CALLED_BACK", "CLOSED"};

    private static String kind(int id) {
        return new String[] {"DEMAND", "DISPUTE", "LEAD", "HELP", "INQUIRY", "HAZARD"}[id % 6];
    }

    private static String urgency(int id) {
        return id % 17 == 0 ? "URGENT" : "NORMAL";
    }

    private static void matter(int i, int of, StringBuilder line) {
        Case one = Case.of(i, of);
        String none = "\\N";
        row(
                line,
                one.id(),
                one.unit(),
                one.number(),
                kind(one.id()),
                urgency(one.id()),
                STAGES[one.stage()],
                one.words(),
                one.place(),
                one.resident() == 0 ? none : one.resident(),
                one.asker(),
                "DESK",
                one.stage() == 0 ? none : officerOf(one.unit() - TOP_UNIT - 1),
                one.stage() < 2 ? none : one.answer(),
                one.stage() < 3 ? none : "t",
                one.stage() < 3 ? none : 5,
                tracking(one),
                one.stage() + 1,
                officerOf(one.unit() - TOP_UNIT - 1),
                one.at(),
                one.stage() < 2 ? none : one.at().plusSeconds(7_200),
                one.stage() < 4 ? none : one.at().plusSeconds(86_400),
                one.at().plusSeconds(86_400),
                bytea(seals(one).getLast()));
    }

    private static final String[] WHATS = {"Opened", "Taken", "Answered", "CalledBack", "Closed"};

    private static LineSeal line(Case one, int n) {
        return new LineSeal(n + 1, one.unit(), WHATS[n], one.at().plusSeconds(n * 3_600L));
    }

    private static LineSeal.Said said(Case one, int n) {
        int officer = officerOf(one.unit() - TOP_UNIT - 1);
        String name = "民警" + one.unit();
        String data = switch (n) {
            case 0 ->
                "{\"kind\":\"%s\",\"urgency\":\"%s\",\"words\":\"%s\",\"asker\":\"%s\",\"way\":\"DESK\"}"
                        .formatted(kind(one.id()), urgency(one.id()), one.words(), one.asker());
            case 1 -> "{\"officer\":%d,\"name\":\"%s\"}".formatted(officer, name);
            case 2 -> "{\"words\":\"%s\"}".formatted(one.answer());
            case 3 -> "{\"settled\":true,\"stars\":5,\"words\":\"\"}";
            default -> "{\"words\":\"\"}";
        };
        return new LineSeal.Said("OFFICER", officer, name, data);
    }

    private static List<Seal> seals(Case one) {
        List<Seal> seals = new ArrayList<>();
        Seal former = Seal.NONE;
        for (int n = 0; n <= Math.min(one.stage(), WHATS.length - 1); n++) {
            former = line(one, n).after(former, ChainHash.Algorithm.SHA_256, tracking(one), said(one, n));
            seals.add(former);
        }
        return seals;
    }

    private static String tracking(Case one) {
        return "T%015d".formatted(one.id());
    }

    private static String bytea(Seal seal) {
        return "\\\\x" + seal;
    }

    private static void ledger(int i, int of, StringBuilder lines) {
        Case one = Case.of(i, of);
        int n = 0;
        for (Seal seal : seals(one)) {
            LineSeal line = line(one, n);
            LineSeal.Said said = said(one, n);
            row(
                    lines,
                    one.id(),
                    line.n(),
                    line.unitId(),
                    line.what(),
                    line.at(),
                    said.by(),
                    said.byId(),
                    said.byName(),
                    said.data(),
                    bytea(seal));
            n++;
        }
    }

    private static void search(int i, int of, StringBuilder line) {
        Case one = Case.of(i, of);
        String resident = one.resident() == 0 ? "" : name(new SplittableRandom(one.resident() - 1)) + " ";
        row(
                line,
                one.id(),
                one.unit(),
                SearchTokens.tsvector(
                                one.number(),
                                one.words(),
                                one.place(),
                                one.asker(),
                                resident,
                                "",
                                one.stage() < 2 ? "" : one.answer(),
                                "")
                        + " " + SearchTokens.ofUnit(one.unit()));
    }
}
