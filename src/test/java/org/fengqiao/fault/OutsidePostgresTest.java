package org.fengqiao.fault;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.fengqiao.database.OutsidePostgres;
import org.fengqiao.town.Town;
import org.fengqiao.town.Visitor;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** Houses on a PostgreSQL that somebody else runs, whose owner may make roles and is no superuser. */
@Tag("fault")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class OutsidePostgresTest {

    private static final String OWNER = "police";
    private static final String DATABASE = "qingshi";
    private static final String WALLED = "qingshi_app";
    private static final String FAST_SEARCH = "alter function pg_catalog.ts_match_vq(tsvector, tsquery) leakproof";

    /** A name that has to be quoted and encoded wherever it stands. */
    private static final String ODD_DATABASE = "Hewan 河湾-2";

    private static final Duration REFUSES_WITHIN = Duration.ofSeconds(60);
    private static final Pattern ONE_TIME = Pattern.compile("once-password\">([^<]+)<");

    private static OutsidePostgres server;
    private static House house;

    @BeforeAll
    static void anEmptyDatabase() {
        server = OutsidePostgres.running();
        server.ownerWithDatabase(OWNER, DATABASE);
        house = House.fresh("outside", server.settings(OWNER, DATABASE), List.of());
    }

    @AfterAll
    static void tidy() {
        house.close();
        server.close();
    }

    private static String oneTimePassword(String page) {
        Matcher found = ONE_TIME.matcher(page);
        assertThat(found.find()).as("a one-time password in\n%s", page).isTrue();
        return found.group(1);
    }

    private static Visitor chen() {
        return Visitor.signedIn(house.port, "chen", Town.PASSWORD);
    }

    private static void opened() {
        if (!house.isAlive()) {
            house.start().open();
        }
    }

    @Test
    @Order(1)
    void somebodySignsInAndOpensAMatterThatIsFound() {
        house.start().open();
        Visitor admin = Visitor.firstSignedIn(house.port, "admin", house.firstPassword());
        admin.see("/units");
        String top = server.strings(DATABASE, "select id from org.unit").getFirst();
        admin.send("/units", "parent", top, "kind", "STATION", "name", "青石派出所", "code", "QSZ");
        String station = server.strings(DATABASE, "select id from org.unit where code = 'QSZ'")
                .getFirst();
        admin.see("/first-security");
        String security = admin.send(
                        "/first-security",
                        "myName",
                        "何平",
                        "myBadge",
                        "900001",
                        "name",
                        "苏文静",
                        "badge",
                        "900003",
                        "login",
                        "su")
                .body();
        Visitor su = Visitor.firstSignedIn(house.port, "su", oneTimePassword(security));
        su.see("/officers");
        String given = su.send("/officers", "unit", station, "name", "陈晓岚", "role", "OFFICER", "login", "chen")
                .body();
        Visitor chen = Visitor.firstSignedIn(house.port, "chen", oneTimePassword(given));
        chen.see("/matters/new");
        assertThat(chen.send("/matters/new", "words", "门口井盖没了", "kind", "HAZARD")
                        .headers()
                        .firstValue("Location")
                        .orElse(""))
                .contains("/matters/");
        Until.is(
                "the matter is found",
                Duration.ofSeconds(30),
                () -> chen.see("/matters?words=%E4%BA%95%E7%9B%96").body().contains("门口井盖没了"));
    }

    @Test
    @Order(2)
    void nothingIsLeftInsideAndNothingOfTheServerIsTouched() {
        opened();
        assertThat(house.data.resolve("rows")).doesNotExist();
        assertThat(house.data.resolve("postgres")).doesNotExist();
        assertThat(server.strings("postgres", "select proleakproof from pg_proc where proname = 'ts_match_vq'"))
                .containsExactly("f");
    }

    @Test
    @Order(3)
    void theWallsHoldForTheOwnerToo() throws IOException {
        opened();
        String password =
                Files.readString(house.data.resolve("secrets/database-app")).strip();
        String matters = "select count(*) from matter.matter";
        assertThat(server.strings(DATABASE, matters)).as("the superuser").containsExactly("1");
        assertThat(server.strings(DATABASE, OWNER, OutsidePostgres.PASSWORD, matters))
                .as("the owner without a sight")
                .containsExactly("0");
        assertThat(server.strings(DATABASE, WALLED, password, matters))
                .as("the role the house works as, without a sight")
                .containsExactly("0");
        assertThat(server.strings(
                        DATABASE,
                        "select distinct usename from pg_stat_activity where datname = '%s' and application_name = 'fengqiao'"
                                .formatted(DATABASE)))
                .as("who works")
                .containsExactly(WALLED);
    }

    @Test
    @Order(4)
    void itSaysWhatASuperuserMayRunToMakeSearchFast() {
        opened();
        assertThat(house.said()).contains("in the database " + DATABASE + ": " + FAST_SEARCH + ";");
    }

    @Test
    @Order(5)
    void fsckExaminesItWhileTheHouseRunsAndWhileItIsStopped() {
        opened();
        House.Examined running = house.fsck();
        assertThat(running.code()).as(running.said()).isZero();
        house.stop();
        House.Examined stopped = house.fsck();
        assertThat(stopped.code()).as(stopped.said()).isZero();
    }

    @Test
    @Order(6)
    void theNextStartKeepsTheDataAndNeedsNoRightToMakeRoles() {
        server.sql(DATABASE, FAST_SEARCH, "alter role " + OWNER + " nocreaterole");
        house.stop();
        String before = house.said();
        house.start().open();
        assertThat(chen().see("/matters").body()).contains("门口井盖没了");
        assertThat(house.said().substring(before.length())).doesNotContain("one-time password", FAST_SEARCH);
    }

    @Test
    @Order(7)
    void whileTheServerIsAwayItAsksForPatienceAndThenGoesOn() {
        opened();
        long pid = house.process().pid();
        Visitor chen = chen();
        for (Runnable end : List.<Runnable>of(server::crash, server::stop)) {
            end.run();
            Visitor.Answer away = chen.ask("GET", "/matters", null, null, "Accept-Language", "zh-CN");
            assertThat(away.status()).as(away.body()).isEqualTo(503);
            assertThat(away.body()).contains("数据库暂时忙");
            assertThat(away.headers().firstValue("Retry-After")).isPresent();
            server.start();
            Until.is(
                    "the house works again",
                    Duration.ofSeconds(30),
                    () -> chen.see("/matters").statusCode() == 200);
        }
        chen.see("/matters/new");
        assertThat(chen.send("/matters/new", "words", "路灯又亮了", "kind", "HAZARD").statusCode())
                .isEqualTo(302);
        assertThat(house.process().pid()).isEqualTo(pid);
    }

    @Test
    @Order(8)
    void housesOnOneServerLiveSideBySideAndStartInTurn() {
        opened();
        server.ownerWithDatabase("Owner 2", ODD_DATABASE);
        try (House second = House.fresh("second", server.settings("Owner 2", ODD_DATABASE), List.of())) {
            second.start().open();
            Visitor.firstSignedIn(second.port, "admin", second.firstPassword());
            bothLetTheirPeopleIn(second);
            house.stop();
            house.start().open();
            bothLetTheirPeopleIn(second);
            second.stop();
            second.start().open();
            bothLetTheirPeopleIn(second);
            assertThat(server.strings("postgres", "select rolname from pg_roles where rolname like '%\\_app'"))
                    .containsExactlyInAnyOrder(WALLED, ODD_DATABASE + "_app");
            assertThat(server.strings(
                            DATABASE,
                            "select has_schema_privilege('%s_app', 'matter', 'usage')".formatted(ODD_DATABASE)))
                    .as("the one may look into the other")
                    .containsExactly("f");
        }
    }

    /** Also over new connections: a password changed by the other house would be asked for again. */
    private static void bothLetTheirPeopleIn(House second) {
        server.sql(
                "postgres",
                "select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'fengqiao'");
        for (House one : List.of(house, second)) {
            Until.is(
                    "the house lets its administrator in",
                    Duration.ofSeconds(30),
                    () -> Visitor.signedIn(one.port, "admin", Town.PASSWORD)
                                    .see("/units")
                                    .statusCode()
                            == 200);
        }
    }

    @Test
    @Order(9)
    void aServerThatMayForgetIsRefusedAtTheTerminal() {
        if (house.isAlive()) {
            house.stop();
        }
        String before = house.said();
        server.restart("fsync=off");
        try {
            assertThat(house.start().ended(REFUSES_WITHIN)).isEqualTo(1);
            assertThat(house.said().substring(before.length()))
                    .contains("PostgreSQL 的 fsync=off 会让已确认的消息在断电时丢失", "With fsync=off PostgreSQL loses")
                    .doesNotContain("\tat ", " ERROR ");
        } finally {
            server.restart();
        }
    }

    @Test
    @Order(10)
    void aWrongPasswordIsToldAtTheTerminal() {
        Map<String, String> wrong = new HashMap<>(server.settings(OWNER, DATABASE));
        wrong.put("FENGQIAO_DB_PASSWORD", "not this");
        try (House other = House.fresh("wrong", wrong, List.of())) {
            assertThat(other.start().ended(REFUSES_WITHIN)).isEqualTo(1);
            assertThat(other.said())
                    .contains("不接受用户 police 的口令", "Check FENGQIAO_DB_USER and FENGQIAO_DB_PASSWORD")
                    .doesNotContain("\tat ", " ERROR ", "not this");
        }
    }
}
