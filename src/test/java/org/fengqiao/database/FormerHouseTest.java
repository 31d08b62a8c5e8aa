package org.fengqiao.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.fengqiao.Fengqiao;
import org.fengqiao.people.RecogniseResident;
import org.fengqiao.people.Resident;
import org.fengqiao.people.ResidentSheets;
import org.fengqiao.shared.PhoneNumber;
import org.fengqiao.shared.SearchTokens;
import org.fengqiao.town.Soon;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/**
 * A database of the first version, full of residents whose numbers stood in plain words, comes up sealed with nothing lost; and a house
 * whose keys are missing or those of another house does not open (B5).
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class FormerHouseTest {

    private static final int RESIDENTS = 2_500;
    private static final int STATIONS = 2;
    private static final String DATABASE = "former";

    private static OutsidePostgres server;

    @TempDir
    static Path data;

    @BeforeAll
    static void build() throws Exception {
        server = OutsidePostgres.running();
        server.ownerWithDatabase("police", DATABASE);
        Map<String, String> settings = server.settings("police", DATABASE);
        Postgres postgres = Postgres.outside(
                new DatabaseProperties.Db(
                        settings.get("FENGQIAO_DB_URL"),
                        settings.get("FENGQIAO_DB_USER"),
                        settings.get("FENGQIAO_DB_PASSWORD")),
                "0123456789abcdef");
        try (Connection owner = postgres.asOwner()) {
            new WalledRole(postgres).ready(owner);
            for (String room :
                    List.of("follow", "org", "access", "channel", "people", "groups", "matter", "intake", "notice")) {
                Flyway.configure()
                        .dataSource(new SingleConnectionDataSource(owner, true))
                        .locations("classpath:db/migration/" + room)
                        .schemas(room)
                        .defaultSchema(room)
                        .createSchemas(true)
                        .placeholders(Map.of("app", Postgres.quoted(postgres.walledRole())))
                        .loggers("slf4j")
                        .target(room.equals("matter") ? "2" : "1")
                        .load()
                        .migrate();
            }
        }
        server.sql(
                DATABASE,
                "insert into org.unit (kind, name, code, ancestors) select 'STATION', '站' || n, 'ALT' || n, array[n] from generate_series(1, %d) n"
                        .formatted(STATIONS),
                "insert into org.officer (unit_id, name, role) values (1, '何平', 'ADMINISTRATOR')",
                "insert into access.credential (officer_id, login, password_hash) values (1, 'old', 'x')",
                """
                insert into people.resident (unit_id, name, phone, address)
                select 1 + n %% %d, '住户' || n, case when n %% 10 = 9 then '' else '19900' || lpad(n::text, 6, '0') end, '柳树巷' || n
                from generate_series(0, %d - 1) n order by n""".formatted(STATIONS, RESIDENTS),
                """
                insert into matter.matter (unit_id, number, kind, stage, words, resident_id, way, tracking)
                values (2, '（2026）ALT2-000001', 'DEMAND', 'RECEIVED', '鹊桥边路灯不亮', 2, 'DESK', 'OLD1')""",
                """
                insert into matter.ledger (matter_id, unit_id, what, by_kind, by_id, by_name, data)
                values (1, 2, 'Opened', 'OFFICER', 1, '何平', '{"kind":"DEMAND","urgency":"NORMAL","words":"鹊桥边路灯不亮","asker":"","way":"DESK"}')""",
                "insert into matter.search (matter_id, unit_id, tokens) values (1, 2, $$%s$$)"
                        .formatted(SearchTokens.tsvector("鹊桥边路灯不亮", "住户1 19900000001 柳树巷1") + " "
                                + SearchTokens.ofUnit(2)),
                "insert into follow.cursor (follower, xid, seq) select 'search', xid, seq from matter.ledger");
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static ConfigurableApplicationContext open(String... more) {
        Map<String, String> settings = server.settings("police", DATABASE);
        return new SpringApplicationBuilder(Fengqiao.class)
                .properties(more)
                .run(
                        "--server.port=0",
                        "--spring.application.name=former-house",
                        "--fengqiao.data=" + data,
                        "--fengqiao.db.url=" + settings.get("FENGQIAO_DB_URL"),
                        "--fengqiao.db.user=" + settings.get("FENGQIAO_DB_USER"),
                        "--fengqiao.db.password=" + settings.get("FENGQIAO_DB_PASSWORD"));
    }

    private static String one(String query) {
        return server.strings(DATABASE, query).getFirst();
    }

    private static long found(String words) {
        return Long.parseLong(one(
                "select count(*) from matter.search where tokens @@ $$%s$$".formatted(SearchTokens.tsquery(words))));
    }

    @Test
    @Order(1)
    void everyNumberIsSealedAndFoundAgain() {
        assertThat(found("19900000001")).as("it was found by the plain number").isOne();
        try (ConfigurableApplicationContext house = open()) {
            assertThat(one("select count(*) from people.resident where former_phone <> ''"))
                    .isEqualTo("0");
            assertThat(
                            one(
                                    "select count(*) from people.resident where phone_sealed is not null and phone_index is not null"))
                    .isEqualTo(Integer.toString(RESIDENTS - RESIDENTS / 10));
            RecogniseResident recognise = house.getBean(RecogniseResident.class);
            ResidentSheets sheets = house.getBean(ResidentSheets.class);
            for (int n = 0; n < RESIDENTS; n++) {
                int unit = 1 + n % STATIONS;
                long id = n + 1;
                Sight station = Sight.of(0, unit, List.of(unit));
                Resident sheet = station.see(() -> sheets.require(id));
                assertThat(sheet.name()).isEqualTo("住户" + n);
                assertThat(sheet.address()).isEqualTo("柳树巷" + n);
                if (n % 10 == 9) {
                    assertThat(sheet.phone()).isEmpty();
                } else {
                    PhoneNumber phone = PhoneNumber.of("19900%06d".formatted(n));
                    assertThat(sheet.phone()).isEqualTo(phone.masked());
                    assertThat(station.see(() -> recognise.byPhone(unit, phone)))
                            .contains(id);
                    assertThat(station.see(() -> recognise.byPhone(3 - unit, phone)))
                            .isEmpty();
                }
            }
            Soon.it("the plain number is gone from the search", () -> found("19900000001") == 0);
            assertThat(found("鹊桥边")).as("its words still lead to it").isOne();
        }
    }

    @Test
    @Order(2)
    void aPlainNumberCanNoLongerBeWritten() {
        assertThat(catchThrowable(() ->
                        server.sql(DATABASE, "update people.resident set former_phone = '19900000001' where id = 1")))
                .hasMessageContaining("former_phone_stays_empty");
    }

    private static String refusal() {
        for (Throwable cause = catchThrowable(() -> open().close()); cause != null; cause = cause.getCause()) {
            if (cause instanceof CannotStartException words) {
                return words.chinese() + "\n" + words.english();
            }
        }
        return "it starts";
    }

    @Test
    @Order(3)
    void withoutItsKeysOrWithThoseOfAnotherTheHouseStaysShut() throws Exception {
        Path keys = data.resolve("secrets/fields");
        String good = Files.readString(keys);
        Files.delete(keys);
        assertThat(refusal()).contains("密钥 1", "sealed with key 1", keys.toString());
        assertThat(keys).doesNotExist();
        Files.writeString(keys, good.replaceAll("[0-9a-f]{64}", "ab".repeat(32)));
        assertThat(refusal()).contains("密钥 1", "sealed with key 1");
        Files.writeString(keys, "1 AES current hardly-a-key\n");
        assertThat(refusal()).contains("damaged");
        Files.writeString(keys, good);
        try (ConfigurableApplicationContext house = open()) {
            ResidentSheets sheets = house.getBean(ResidentSheets.class);
            assertThat(Objects.requireNonNull(Sight.HOUSE.see(() -> sheets.require(1)))
                            .phone())
                    .isEqualTo("199****0000");
        }
    }

    @Test
    @Order(4)
    void whereKeysAreLostForGoodTheirNumbersAreDroppedAndAllElseIsThere() throws Exception {
        Files.delete(data.resolve("secrets/fields"));
        try (ConfigurableApplicationContext house = open("fengqiao.keys-lost=true")) {
            ResidentSheets sheets = house.getBean(ResidentSheets.class);
            Resident sheet = Objects.requireNonNull(Sight.HOUSE.see(() -> sheets.require(1)));
            assertThat(sheet.phone()).isEmpty();
            assertThat(sheet.name()).isEqualTo("住户0");
        }
        assertThat(one("select string_agg(id || ' ' || (destroyed_at is null), ', ' order by id) from vault.key"))
                .isEqualTo("1 false, 2 true");
    }
}
