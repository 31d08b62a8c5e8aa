package org.fengqiao.database;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** Copies new files of the data folder into the archive, where the log of the database knows nothing of them. */
@Component
class ArchiveFiles {

    private static final Logger log = LoggerFactory.getLogger(ArchiveFiles.class);
    private static final Duration OVERLAP = Duration.ofMinutes(2);

    private final Path files;
    private final @Nullable Path archive;
    private Instant since = Instant.EPOCH;

    ArchiveFiles(DataFolder data, DatabaseProperties properties) {
        this.files = data.root().resolve("files");
        this.archive = properties.archive() == null
                ? null
                : properties.archive().toAbsolutePath().resolve("files");
    }

    @Scheduled(fixedDelayString = "PT20S", initialDelayString = "PT20S")
    void copyNewOnes() {
        Path target = archive;
        if (target == null || !Files.isDirectory(files)) {
            return;
        }
        Instant now = Instant.now();
        try {
            copy(files, target, since);
            since = now.minus(OVERLAP);
        } catch (IOException trouble) {
            log.warn("New files could not be copied into the archive and are copied later: {}", trouble.toString());
        }
    }

    /** Copies what was written since and is not there yet. */
    static void copy(Path from, Path to, Instant since) throws IOException {
        if (!Files.isDirectory(from)) {
            return;
        }
        Files.walkFileTree(from, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Path copy = to.resolve(from.relativize(file).toString());
                String name = file.getFileName().toString();
                if (attributes.isRegularFile()
                        && !name.startsWith(".")
                        && !attributes.lastModifiedTime().toInstant().isBefore(since)
                        && !Files.exists(copy)) {
                    one(file, copy);
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException trouble) throws IOException {
                if (trouble instanceof NoSuchFileException) {
                    return FileVisitResult.CONTINUE;
                }
                throw trouble;
            }
        });
    }

    private static void one(Path file, Path copy) throws IOException {
        Files.createDirectories(copy.getParent());
        Path unfinished = copy.resolveSibling("." + copy.getFileName());
        try {
            Files.copy(file, unfinished, StandardCopyOption.REPLACE_EXISTING);
        } catch (NoSuchFileException sweptAwayMeanwhile) {
            return;
        }
        try (FileChannel channel = FileChannel.open(unfinished, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
        Files.move(unfinished, copy, StandardCopyOption.ATOMIC_MOVE);
    }
}
