package org.fengqiao.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.util.FileSystemUtils;

/** How the house starts and stops, seen from the terminal. */
@Tag("fault")
class StartAndStopTest {

    private static final Duration REFUSES_WITHIN = Duration.ofSeconds(60);
    private static final List<String> NOBODY =
            List.of("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", "--inh-caps=-all");

    private static House house;

    @BeforeAll
    static void firstStart() {
        house = House.fresh("start").start().open();
    }

    @AfterAll
    static void tidy() {
        house.close();
    }

    private static void opened() {
        if (!house.isAlive()) {
            house.start().open();
        }
    }

    @Test
    void saysWhereToOpenItAndShowsTheFirstPasswordOnce() {
        opened();
        assertThat(house.said())
                .contains("http://localhost:" + house.port)
                .containsOnlyOnce("一次性密码")
                .doesNotContain("generated security password");
    }

    @Test
    void letsNobodyElseIntoTheDataFolder() throws IOException {
        opened();
        for (String folder : List.of(".", "rows", "secrets")) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(house.data.resolve(folder))))
                    .as(folder)
                    .isEqualTo("rwx------");
        }
        try (var secrets = Files.list(house.data.resolve("secrets"))) {
            for (Path secret : secrets.toList()) {
                assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(secret)))
                        .isEqualTo("rw-------");
            }
        }
    }

    @Test
    void refusesASecondStartOnTheSameFolder() {
        opened();
        House second = house.second().start();
        assertThat(second.ended(REFUSES_WITHIN)).isEqualTo(1);
        assertThat(second.said()).contains("正被另一个枫桥进程使用", "is in use by another running Fengqiao");
        assertThat(second.said()).doesNotContain("\tat ", " ERROR ");
    }

    @Test
    void refusesAPortInUse() {
        opened();
        try (House other = house.sameDoor("port").start()) {
            assertThat(other.ended(REFUSES_WITHIN)).isEqualTo(1);
            assertThat(other.said()).contains("端口 " + house.port + " 已被另一个程序占用").doesNotContain("\tat ");
            assertThat(other.postmaster()).as("no PostgreSQL stays behind").isZero();
        }
    }

    @Test
    void refusesADataFolderThatIsAFile() throws IOException {
        Path file = Files.createTempFile("fengqiao", ".file");
        try (House odd = House.fresh("file", Map.of("FENGQIAO_DATA", file.toString()), List.of())) {
            assertThat(odd.start().ended(REFUSES_WITHIN)).isEqualTo(1);
            assertThat(odd.said()).contains("不是目录 / not a folder").doesNotContain("\tat ");
        }
        Files.delete(file);
    }

    @Test
    void stopsWithoutLeavingPostgresBehind() {
        opened();
        assertThat(house.stop()).isLessThan(Duration.ofSeconds(30));
        assertThat(house.postmaster()).isZero();
    }

    @Test
    void afterAKillTheServerLeftOverIsStoppedInOrder() {
        opened();
        house.sql("create table if not exists org.kept (id int)");
        long before = house.postmaster();
        house.kill();
        assertThat(house.postmaster()).as("PostgreSQL outlives a killed house").isEqualTo(before);
        house.start().open();
        assertThat(house.postmaster()).isNotEqualTo(before).isNotZero();
        assertThat(house.said()).contains("Stopping the PostgreSQL left over");
        assertThat(house.count("select count(*) from org.kept")).isZero();
    }

    @Test
    void aProcessIdThatBelongsToSomethingElseByNowIsLeftAlone() throws Exception {
        opened();
        house.stop();
        Process stranger = new ProcessBuilder("sleep", "600").start();
        try {
            Files.writeString(
                    house.data.resolve("rows/postmaster.pid"),
                    "%d%n%s%n0%n1%n%n%n%n".formatted(stranger.pid(), house.data.resolve("rows")));
            house.start().open();
            assertThat(stranger.isAlive()).isTrue();
        } finally {
            stranger.destroy();
        }
    }

    @Test
    void asRootWithoutNamespacesTheServerRunsAsNobody() throws IOException {
        assumeTrue(isRoot());
        Path programs = Files.createTempDirectory("fengqiao-path");
        for (String program : List.of("setpriv", "kill", "true", "locale")) {
            Files.createSymbolicLink(programs.resolve(program), Path.of("/usr/bin", program));
        }
        try (House other = House.fresh("nobody", Map.of("PATH", programs.toString()), List.of())) {
            Files.setPosixFilePermissions(other.data.getParent(), PosixFilePermissions.fromString("rwx--x--x"));
            other.start().open();
            assertThat(Files.getOwner(other.data.resolve("rows")).getName()).isEqualTo("nobody");
            assertThat(other.stop()).isLessThan(Duration.ofSeconds(30));
        }
        FileSystemUtils.deleteRecursively(programs);
    }

    @Test
    void anOrdinaryUserStartsItToo() throws Exception {
        assumeTrue(isRoot());
        assumeTrue(canReadEverything(), "another user cannot read the Maven repository here");
        try (House other = House.fresh("user", Map.of("HOME", "/tmp"), NOBODY)) {
            other.start().open();
            assertThat(Files.getOwner(other.data.resolve("rows")).getName()).isEqualTo("nobody");
            assertThat(other.stop()).isLessThan(Duration.ofSeconds(30));
            House asRoot = other.second().asSomebodyElse(List.of()).start();
            assertThat(asRoot.ended(REFUSES_WITHIN)).isEqualTo(1);
            assertThat(asRoot.said()).contains("属于用户 nobody").doesNotContain("\tat ");
        }
    }

    @Test
    void anOlderJavaHandsOverToANewerOne() {
        Path older = Path.of("/usr/lib/jvm/java-17-openjdk-amd64/bin/java");
        assumeTrue(Files.isExecutable(older));
        opened();
        house.stop();
        house.startOn(older.toString()).open();
        ProcessHandle newer = house.process().toHandle().children().findFirst().orElseThrow();
        assertThat(house.stop()).isLessThan(Duration.ofSeconds(30));
        assertThat(newer.isAlive()).isFalse();
        assertThat(house.postmaster()).isZero();

        house.startOn(older.toString()).open();
        ProcessHandle orphan = house.process().toHandle().children().findFirst().orElseThrow();
        house.kill();
        Until.is("the house closes with its launcher", Duration.ofSeconds(30), () -> !orphan.isAlive());
        assertThat(house.postmaster()).isZero();
    }

    private static boolean isRoot() {
        return "root".equals(System.getProperty("user.name"));
    }

    private static boolean canReadEverything() throws Exception {
        List<String> command = new java.util.ArrayList<>(NOBODY);
        command.addAll(List.of("test", "-r", House.aLibrary()));
        return new ProcessBuilder(command).start().waitFor() == 0;
    }
}
