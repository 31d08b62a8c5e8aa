package org.fengqiao.database;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * The room on the disk of the data folder. The house stops taking anything in while there is still enough left for PostgreSQL to stay
 * up, so that everybody can go on reading; it goes on by itself as soon as there is room again.
 */
@Component
public class DiskSpace {

    /** Below this the house only shows what it has, and does not start. */
    static final long LEAST = 128L << 20;

    /** Below this somebody should have a look: in a busy hour PostgreSQL puts 2 GB of its log aside. */
    static final long SCARCE = 2L << 30;

    /** How long a server that said its disk is full is taken at its word before it is tried again. */
    private static final long BELIEVED = Duration.ofSeconds(20).toNanos();

    private final List<Path> folders;
    private final @Nullable Path archive;
    private volatile boolean refused;
    private volatile long refusedAt;

    DiskSpace(DataFolder data, DatabaseProperties properties) {
        WalArchive elsewhere = properties.walArchive();
        this.archive = elsewhere == null ? null : elsewhere.folder();
        this.folders =
                List.of(data.root(), data.root().resolve("rows"), data.root().resolve("files"));
    }

    /** How much room there is. */
    public enum State {
        ENOUGH,
        SCARCE,
        FULL
    }

    /**
     * The room that is left.
     *
     * @param megabytes left where there is the least of it
     * @param where the folder that lies there
     */
    public record Room(State state, long megabytes, Path where) {}

    /** Looks. Where the log cannot be archived any more, it piles up beside the data until that disk is full, too. */
    public Room look() {
        Room data = tightest();
        if (data.state() == State.ENOUGH && archive != null && Files.isDirectory(archive)) {
            long free = archive.toFile().getUsableSpace();
            return free < SCARCE ? new Room(State.SCARCE, free >> 20, archive) : data;
        }
        return data;
    }

    private Room tightest() {
        Path tightest = folders.getFirst();
        long free = Long.MAX_VALUE;
        for (Path folder : folders) {
            if (Files.isDirectory(folder)) {
                long here = folder.toFile().getUsableSpace();
                if (here < free) {
                    free = here;
                    tightest = folder;
                }
            }
        }
        State state = free < LEAST || serverIsFull() ? State.FULL : free < SCARCE ? State.SCARCE : State.ENOUGH;
        return new Room(state, free >> 20, tightest);
    }

    /** Whether nothing can be kept now. */
    public boolean isFull() {
        return look().state() == State.FULL;
    }

    /** Hears of trouble: a server on another machine tells only by it that its disk is full. */
    public void heard(@Nullable Throwable trouble) {
        if (Outage.isFullDisk(trouble)) {
            refusedAt = System.nanoTime();
            refused = true;
        }
    }

    private boolean serverIsFull() {
        return refused && System.nanoTime() - refusedAt < BELIEVED;
    }
}
