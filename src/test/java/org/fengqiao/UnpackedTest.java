package org.fengqiao;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UnpackedTest {

    @TempDir
    Path machine;

    private Path folder;

    @BeforeEach
    void aFolderForIt() throws IOException {
        folder = Files.createDirectory(machine.resolve("program"));
    }

    private Unpacked packed(String said) throws IOException {
        ByteArrayOutputStream library = new ByteArrayOutputStream();
        jar(library, "library.txt", said.getBytes(StandardCharsets.UTF_8));
        Path jar = machine.resolve("fengqiao.jar");
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar), new Manifest())) {
            entry(out, "BOOT-INF/classes/", new byte[0]);
            entry(out, "BOOT-INF/classes/own.txt", said.getBytes(StandardCharsets.UTF_8));
            entry(out, "META-INF/spring.factories", said.getBytes(StandardCharsets.UTF_8));
            entry(out, "BOOT-INF/lib/", new byte[0]);
            entry(out, "BOOT-INF/lib/library.jar", library.toByteArray());
        }
        return Unpacked.of(jar).orElseThrow();
    }

    private static void jar(OutputStream to, String name, byte[] content) throws IOException {
        try (JarOutputStream out = new JarOutputStream(to, new Manifest())) {
            entry(out, name, content);
        }
    }

    private static void entry(JarOutputStream out, String name, byte[] content) throws IOException {
        out.putNextEntry(new JarEntry(name));
        out.write(content);
        out.closeEntry();
    }

    private static String read(ClassLoader loader, String name) throws IOException {
        try (var content = loader.getResourceAsStream(name)) {
            return content == null ? "" : new String(content.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private List<Path> inside() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.toList();
        }
    }

    @Test
    void theNextStartLoadsTheProgramAndItsLibrariesFromTheFolder() throws IOException {
        Unpacked program = packed("v1");
        assertThat(program.loader(folder)).isEmpty();
        program.unpack(folder);
        ClassLoader loader = program.loader(folder).orElseThrow();
        assertThat(read(loader, "own.txt")).isEqualTo("v1");
        assertThat(read(loader, "library.txt")).isEqualTo("v1");
        assertThat(read(loader, "META-INF/spring.factories")).isEqualTo("v1");
    }

    @Test
    void anotherJarUsesNothingOfTheFormerAndTakesItAway() throws IOException {
        packed("v1").unpack(folder);
        Unpacked other = packed("v2");
        assertThat(other.loader(folder)).isEmpty();
        other.unpack(folder);
        assertThat(inside()).hasSize(1);
        assertThat(read(other.loader(folder).orElseThrow(), "own.txt")).isEqualTo("v2");
    }

    @Test
    void whatHasLostAFileIsNotUsedAndUnpackedAnew() throws IOException {
        Unpacked program = packed("v1");
        program.unpack(folder);
        Files.delete(inside().getFirst().resolve("library.jar"));
        assertThat(program.loader(folder)).isEmpty();
        program.unpack(folder);
        assertThat(program.loader(folder)).isPresent();
    }

    @Test
    void whatOthersCouldHavePutThereIsNotUsed() throws IOException {
        Unpacked program = packed("v1");
        program.unpack(folder);
        assumeThat(Files.getFileStore(folder).supportsFileAttributeView("posix"))
                .isTrue();
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxr-x"));
        assertThat(program.loader(folder)).isEmpty();
    }

    @Test
    void whatIsNoPackagedProgramIsLeftAlone() throws IOException {
        Path plain = machine.resolve("plain.jar");
        try (OutputStream out = Files.newOutputStream(plain)) {
            jar(out, "a.txt", new byte[] {1});
        }
        assertThat(Unpacked.of(plain)).isEmpty();
        assertThat(Unpacked.of(machine.resolve("absent.jar"))).isEmpty();
    }
}
