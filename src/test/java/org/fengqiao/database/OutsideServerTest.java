package org.fengqiao.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.Objects;
import org.assertj.core.api.AbstractStringAssert;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** Which servers of others are taken, and what is said about those that are not. */
class OutsideServerTest {

    private static final String SECRET = "0123456789abcdef";
    private static final Path OLD_SERVER = Path.of("/usr/lib/postgresql/15");

    private static OutsidePostgres server;

    @BeforeAll
    static void start() {
        server = OutsidePostgres.running();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static Postgres of(Map<String, String> settings) {
        return Postgres.outside(
                new DatabaseProperties.Db(
                        settings.get("FENGQIAO_DB_URL"),
                        settings.get("FENGQIAO_DB_USER"),
                        settings.get("FENGQIAO_DB_PASSWORD")),
                SECRET);
    }

    private static Postgres on(String owner, String database) {
        return of(server.settings(owner, database));
    }

    private static Postgres made(String owner, String database) {
        server.ownerWithDatabase(owner, database);
        return on(owner, database);
    }

    private static AbstractStringAssert<?> refused(Postgres postgres) {
        return words(() -> new Migrations(postgres).run());
    }

    private static AbstractStringAssert<?> words(ThrowingCallable start) {
        CannotStartException refusal =
                Objects.requireNonNull(catchThrowableOfType(CannotStartException.class, start), "it starts");
        return assertThat(refusal.chinese() + "\n" + refusal.english());
    }

    private static AbstractStringAssert<?> settings(
            @Nullable String url, @Nullable String user, @Nullable String password) {
        return words(() -> Postgres.outside(new DatabaseProperties.Db(url, user, password), SECRET));
    }

    @Test
    void aMissingSettingIsNamed() {
        settings("jdbc:postgresql://127.0.0.1/fengqiao", null, "x")
                .contains("还缺少设置：FENGQIAO_DB_USER。", "are missing: FENGQIAO_DB_USER.");
        settings("", "police", " ").contains("are missing: FENGQIAO_DB_URL, FENGQIAO_DB_PASSWORD.");
    }

    @Test
    void halfASettingDoesNotOpenTheDatabaseInside() {
        assertThat(new DatabaseProperties.Db(null, "police", null).isGiven()).isTrue();
        assertThat(new DatabaseProperties.Db("", " ", null).isGiven()).isFalse();
    }

    @Test
    void anAddressThatIsNoneShowsWhatOneLooksLike() {
        for (String odd : new String[] {
            "postgres://127.0.0.1/fengqiao",
            "jdbc:postgresql://127.0.0.1",
            "jdbc:postgresql://127.0.0.1:5432/?a=b",
            "jdbc:postgresql://h/%zz"
        }) {
            settings(odd, "police", "x").contains("jdbc:postgresql://10.0.0.5:5432/fengqiao");
        }
    }

    @Test
    void theWalledRoleIsNamedAfterTheDatabase() {
        assertThat(on("police", "fengqiao").walledRole()).isEqualTo("fengqiao_app");
        assertThat(on("police", "Hewan 河湾").walledRole()).isEqualTo("Hewan 河湾_app");
    }

    @Test
    void longNamesOfDatabasesGiveDifferentRolesWithinTheLimit() {
        String one = on("police", "河".repeat(20) + "abc").walledRole();
        String other = on("police", "河".repeat(20) + "abd").walledRole();
        assertThat(one).isNotEqualTo(other).startsWith("河河河").endsWith("_app");
        assertThat(one.getBytes(StandardCharsets.UTF_8)).hasSizeLessThanOrEqualTo(63);
    }

    @Test
    void aNameIsQuotedWhateverIsInIt() {
        Postgres odd = made("o\"; drop role postgres; --", "d\"'; drop role postgres; --");
        new Migrations(odd).run();
        assertThat(server.strings("postgres", "select rolname from pg_roles where rolname like 'd%'"))
                .containsExactly("d\"'; drop role postgres; --_app");
        assertThatCode(() -> new Migrations(odd).run()).as("a second start").doesNotThrowAnyException();
    }

    @Test
    void aServerThatIsNotThereIsNamed() {
        refused(of(Map.of(
                        "FENGQIAO_DB_URL",
                        "jdbc:postgresql://127.0.0.1:1/fengqiao?applicationName=hush",
                        "FENGQIAO_DB_USER",
                        "police",
                        "FENGQIAO_DB_PASSWORD",
                        "x")))
                .contains("连不上 PostgreSQL", "jdbc:postgresql://127.0.0.1:1/fengqiao", "the firewall between")
                .doesNotContain("hush");
    }

    @Test
    void aWrongPasswordAndAnUnknownUserAreNamed() {
        server.ownerWithDatabase("someone", "somewhere");
        Postgres right = on("someone", "somewhere");
        refused(new Postgres(right.url(), right.database(), right.owner(), "wrong", SECRET))
                .contains("用户 someone 的口令", "Check FENGQIAO_DB_USER and FENGQIAO_DB_PASSWORD.");
        refused(on("stranger", "somewhere")).contains("the password of the user stranger");
    }

    @Test
    void aDatabaseThatIsNotThereIsNamedWithTheWordsThatMakeIt() {
        server.ownerWithDatabase("early", "early");
        refused(on("early", "Not yet"))
                .contains("create database \"Not yet\" owner \"early\" encoding 'UTF8' template template0;");
    }

    @Test
    void anOwnerWhoMayNotMakeRolesIsToldWhatTheAdministratorMustRun() {
        Postgres weak = made("weak", "weak");
        server.sql("postgres", "alter role weak nocreaterole");
        refused(weak).contains("alter role \"weak\" createrole;");
        server.sql("postgres", "alter role \"weak\" createrole;");
        new Migrations(weak).run();
    }

    @Test
    void anOwnerWhoMayNotChangeTheRoleIsToldWhatTheAdministratorMustRun() {
        Postgres later = made("later", "later");
        server.sql("postgres", "create role later_app login");
        String toRun = "alter role \"later\" createrole; grant \"later_app\" to \"later\" with admin option;";
        refused(later).contains(toRun);
        server.sql("postgres", toRun);
        new Migrations(later).run();
    }

    @Test
    void aUserWhoOwnsNothingIsToldWhatTheAdministratorMustRun() {
        Postgres guest = made("guest", "guest");
        server.sql("postgres", "alter database guest owner to postgres");
        refused(guest).contains("alter database \"guest\" owner to \"guest\";");
        server.sql("postgres", "alter database \"guest\" owner to \"guest\";");
        new Migrations(guest).run();
    }

    @Test
    void anOwnerWithTheNameOfTheWalledRoleIsRefusedAndKeepsThePassword() throws SQLException {
        Postgres same = made("same_app", "same");
        refused(same).contains("Name another user in FENGQIAO_DB_USER");
        try (Connection still = same.asOwner()) {
            assertThat(still.isValid(5)).isTrue();
        }
    }

    @Test
    void aWalledRoleWithTooMuchPowerIsRefused() {
        Postgres strong = made("strong", "strong");
        new Migrations(strong).run();
        server.sql("postgres", "alter role strong_app bypassrls");
        refused(strong).contains("strong_app", "is too strong", "行级隔离会失效");
        server.sql("postgres", "alter role strong_app nobypassrls", "grant pg_read_all_data to strong_app");
        refused(strong).contains("is too strong");
    }

    @Test
    void anAddressThatSignsInAsSomebodyElseIsRefused() {
        Postgres other = made("other", "other");
        new Migrations(other).run();
        refused(new Postgres(
                        other.url() + "?user=postgres&password=bridge%20over%20the%20river,%207",
                        other.database(),
                        other.owner(),
                        other.ownerPassword(),
                        SECRET))
                .contains("was signed in as somebody else", "Leave user, password and role out of FENGQIAO_DB_URL");
    }

    @Test
    void whatMayForgetIsRefusedWhereverItIsSet() {
        Postgres hasty = made("hasty", "hasty");
        new Migrations(hasty).run();
        server.sql("postgres", "alter role hasty_app set synchronous_commit = off");
        refused(hasty).contains("synchronous_commit=off", "loses acknowledged messages at a power cut");
        server.sql(
                "postgres",
                "alter role hasty_app reset synchronous_commit",
                "alter database hasty set synchronous_commit = off");
        refused(hasty).contains("synchronous_commit=off", "会让已确认的消息在断电时丢失");
        server.sql("postgres", "alter database hasty reset synchronous_commit");
        new Migrations(hasty).run();
    }

    @Test
    void tablesAreComparedAgainWhereTheMarkIsOfOtherMigrations() {
        Postgres marked = made("marked", "marked");
        new Migrations(marked).run();
        server.sql("marked", "update matter.flyway_schema_history set checksum = 1 where version = '1'");
        assertThatCode(() -> new Migrations(marked).run()).as("its own mark").doesNotThrowAnyException();
        server.sql("marked", "comment on schema follow is 'of other migrations'");
        refused(marked).contains("cannot be brought up to this version");
    }

    @Test
    void aDatabaseThatCannotHoldEveryWordIsRefused() {
        server.ownerWithDatabase("narrow", "unused");
        server.sql("postgres", "create database narrow owner narrow encoding 'SQL_ASCII' template template0");
        refused(on("narrow", "narrow")).contains("SQL_ASCII", "encoding 'UTF8' template template0;");
    }

    @Test
    void aStandbyIsRefused() {
        Postgres standby = made("standby", "standby");
        server.sql("postgres", "alter database standby set default_transaction_read_only = on");
        refused(standby).contains("is read-only");
    }

    @Test
    void aRenamedDatabaseIsToldToRenameItsRole() {
        new Migrations(made("mover", "before")).run();
        server.sql("postgres", "alter database before rename to after");
        String toRun = "alter role \"before_app\" rename to \"after_app\";";
        refused(on("mover", "after")).contains(toRun);
        server.sql("postgres", toRun);
        new Migrations(on("mover", "after")).run();
    }

    @Test
    void aSecondHouseWithOtherSecretsIsRefusedWhileTheFirstIsAtWork() throws SQLException {
        Postgres first = made("pair", "pair");
        new Migrations(first).run();
        Postgres second = new Postgres(first.url(), first.database(), first.owner(), first.ownerPassword(), "another");
        try (Connection atWork = first.asWalledRole()) {
            refused(second).contains("is in use by a Fengqiao with another data folder");
            assertThat(atWork.isValid(5)).isTrue();
        }
        new Migrations(first).run();
    }

    @Test
    void theCatalogueShowsNoGapInTheWallsHereEither() {
        Postgres walled = made("walled", "walled");
        new Migrations(walled).run();
        assertThat(I1_WallsLintTest.lint(
                        JdbcClient.create(
                                new DriverManagerDataSource(walled.url(), walled.owner(), walled.ownerPassword())),
                        walled))
                .isEmpty();
    }

    @Test
    void aServerOlderThanSixteenIsRefused() {
        words(() -> ServerJudged.version(15, "15.14")).contains("PostgreSQL 16 or newer is needed; this is 15.14");
        assertThatCode(() -> ServerJudged.version(16, "16.0")).doesNotThrowAnyException();
    }

    @Test
    void aRunningServerOlderThanSixteenIsRefused() {
        assumeTrue(Files.isExecutable(OLD_SERVER.resolve("bin/postgres")), "there is no PostgreSQL 15 on this machine");
        try (OutsidePostgres old = OutsidePostgres.running(OLD_SERVER)) {
            old.ownerWithDatabase("police", "fengqiao");
            refused(of(old.settings("police", "fengqiao"))).contains("需要 PostgreSQL 16 或更高版本，现在是 15.");
        }
    }
}
