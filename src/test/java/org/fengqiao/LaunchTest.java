package org.fengqiao;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LaunchTest {

    @TempDir
    Path machine;

    private Path java(String home, String version) throws IOException {
        Path folder = machine.resolve(home);
        Path program = Files.createDirectories(folder.resolve("bin")).resolve("java");
        Files.createFile(program);
        assertThat(program.toFile().setExecutable(true)).isTrue();
        Files.writeString(folder.resolve("release"), "IMPLEMENTOR=\"X\"\nJAVA_VERSION=\"" + version + "\"\n");
        return folder;
    }

    @Test
    void findsNothingWhereEveryJavaIsTooOld() throws IOException {
        java("jvm/java-8", "1.8.0_402");
        Path seventeen = java("jvm/java-17", "17.0.15");
        assertThat(Launch.newestJava(
                        Map.of(
                                "JAVA_HOME",
                                seventeen.toString(),
                                "PATH",
                                seventeen.resolve("bin").toString()),
                        List.of(machine.resolve("jvm"), machine.resolve("absent"))))
                .isEmpty();
    }

    @Test
    void takesTheNewestOfThoseInstalledSideBySide() throws IOException {
        java("jvm/java-21", "21.0.7");
        Path newest = java("jvm/java-25", "25.0.3");
        java("jvm/java-17", "17.0.15");
        assertThat(Launch.newestJava(Map.of(), List.of(machine.resolve("jvm")))).contains(newest);
    }

    @Test
    void looksWhereTheEnvironmentPoints() throws IOException {
        Path home = java("far/away", "21");
        assertThat(Launch.newestJava(Map.of("JAVA_21_HOME", home.toString()), List.of()))
                .contains(home);
    }

    @Test
    void looksBehindTheLinkOnThePath() throws IOException {
        Path home = java("far/away", "25");
        Path bin = Files.createDirectories(machine.resolve("usr/bin"));
        Files.createSymbolicLink(bin.resolve("java"), home.resolve("bin/java"));
        assertThat(Launch.newestJava(Map.of("PATH", bin.toString()), List.of())).contains(home.toRealPath());
    }

    @Test
    void oddVariablesDoNotStopTheSearch() throws IOException {
        Path home = java("jvm/java-25", "25");
        assertThat(Launch.newestJava(
                        Map.of("JAVA_HOME", "\0", "JDK_HOME", "", "PATH", "::relative:"),
                        List.of(machine.resolve("jvm"))))
                .contains(home);
    }
}
