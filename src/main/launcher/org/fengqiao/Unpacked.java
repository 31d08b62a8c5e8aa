package org.fengqiao;

import java.io.BufferedOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Enumeration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import java.util.zip.Deflater;

/**
 * The packaged program, taken apart once. A packaged jar holds its libraries inside itself, and there every class is looked for through
 * all of them; from files side by side the house opens a fifth sooner. They lie in the data folder, named after the jar's own check sum.
 */
final class Unpacked {

    /** The folder below the data folder. */
    static final String FOLDER = "program";

    private static final String LIST = "list";
    private static final String CLASSES = "BOOT-INF/classes/";
    /** What Spring is told of the program lies beside its classes, not among them. */
    private static final String SETTINGS = "META-INF/spring";

    private static final String LIBRARIES = "BOOT-INF/lib/";

    private final Path jar;

    private Unpacked(Path jar) {
        this.jar = jar;
    }

    /** The packaged jar this program runs from; empty where it runs from anything else. */
    static Optional<Unpacked> ofThisProgram() {
        String path = System.getProperty("java.class.path", "");
        if (!path.endsWith(".jar") || path.contains(File.pathSeparator)) {
            return Optional.empty();
        }
        return of(Path.of(path).toAbsolutePath());
    }

    static Optional<Unpacked> of(Path jar) {
        try (JarFile file = new JarFile(jar.toFile(), false)) {
            return file.getEntry(LIBRARIES) == null ? Optional.empty() : Optional.of(new Unpacked(jar));
        } catch (IOException unreadable) {
            return Optional.empty();
        }
    }

    /**
     * Loads from the unpacked files, which nothing else on the way may have loaded before.
     *
     * @param folder where they would lie
     * @return empty where they were not unpacked yet, something of them is lost, or others could have put something there
     */
    Optional<ClassLoader> loader(Path folder) throws IOException {
        Path home = folder.resolve(name());
        if (!isWhole(home) || isOpenToOthers(folder) || isOpenToOthers(home)) {
            return Optional.empty();
        }
        List<URL> jars = new ArrayList<>();
        for (Path file : jarsIn(home)) {
            jars.add(file.toUri().toURL());
        }
        return Optional.of(
                new URLClassLoader("unpacked", jars.toArray(URL[]::new), ClassLoader.getPlatformClassLoader()));
    }

    /** Unpacks where that is not done yet, and takes away what other versions left. */
    void unpack(Path folder) throws IOException {
        Path home = folder.resolve(name());
        if (isWhole(home)) {
            return;
        }
        try (Stream<Path> others = Files.list(folder)) {
            for (Path other : others.toList()) {
                remove(other);
            }
        }
        Path fresh = Files.createTempDirectory(folder, "unpacking");
        try (JarFile packed = new JarFile(jar.toFile(), false);
                JarOutputStream own = new JarOutputStream(
                        new BufferedOutputStream(Files.newOutputStream(fresh.resolve("0-fengqiao.jar"))),
                        packed.getManifest())) {
            own.setLevel(Deflater.BEST_SPEED);
            for (Enumeration<JarEntry> entries = packed.entries(); entries.hasMoreElements(); ) {
                JarEntry entry = entries.nextElement();
                try (InputStream content = packed.getInputStream(entry)) {
                    String name = entry.getName();
                    if (name.startsWith(CLASSES) && name.length() > CLASSES.length() || name.startsWith(SETTINGS)) {
                        own.putNextEntry(
                                new JarEntry(name.startsWith(CLASSES) ? name.substring(CLASSES.length()) : name));
                        content.transferTo(own);
                        own.closeEntry();
                    } else if (name.startsWith(LIBRARIES) && name.endsWith(".jar")) {
                        Files.copy(content, fresh.resolve(Path.of(name).getFileName()));
                    }
                }
            }
        }
        Files.write(fresh.resolve(LIST), list(fresh));
        toDisk(fresh);
        Files.move(fresh, home, StandardCopyOption.ATOMIC_MOVE);
    }

    private static boolean isWhole(Path home) throws IOException {
        Path list = home.resolve(LIST);
        return Files.isRegularFile(list) && Files.readAllLines(list).equals(list(home));
    }

    private static boolean isOpenToOthers(Path folder) throws IOException {
        if (!Files.getFileStore(folder).supportsFileAttributeView(PosixFileAttributeView.class)) {
            return false;
        }
        String owner = Files.getOwner(folder).getName();
        if (!owner.equals("root") && !owner.equals(System.getProperty("user.name"))) {
            return true;
        }
        Set<PosixFilePermission> may = Files.getPosixFilePermissions(folder);
        return may.contains(PosixFilePermission.GROUP_WRITE) || may.contains(PosixFilePermission.OTHERS_WRITE);
    }

    private static List<String> list(Path home) throws IOException {
        List<String> list = new ArrayList<>();
        for (Path file : jarsIn(home)) {
            list.add(Files.size(file) + " " + file.getFileName());
        }
        return list;
    }

    private static List<Path> jarsIn(Path home) throws IOException {
        try (Stream<Path> files = Files.list(home)) {
            return files.filter(file -> file.toString().endsWith(".jar")).sorted().toList();
        }
    }

    /** What has its name after a power cut must have its content too. */
    private static void toDisk(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
                    channel.force(true);
                }
            }
        }
    }

    private static void remove(Path what) throws IOException {
        try (Stream<Path> inside = Files.walk(what)) {
            for (Path one : inside.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(one);
            }
        }
    }

    /** Of a jar that was replaced by another, nothing unpacked is used. */
    private String name() throws IOException {
        CRC32C sum = new CRC32C();
        byte[] bytes = new byte[1 << 20];
        try (InputStream content = Files.newInputStream(jar)) {
            for (int n = content.read(bytes); n >= 0; n = content.read(bytes)) {
                sum.update(bytes, 0, n);
            }
        }
        return Long.toHexString(Files.size(jar)) + "-" + Long.toHexString(sum.getValue());
    }
}
