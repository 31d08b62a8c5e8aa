package org.fengqiao.audit;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.fengqiao.database.DataFolder;
import org.fengqiao.database.Secrets;
import org.fengqiao.database.Sight;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Writes down once a day where every chain stands, signed and outside the database: who cuts off the end of a chain is found by it. */
@Component
public class Checkpoints {

    /** A checkpoint was written. */
    static final Deed WRITTEN = Deed.named("checkpoint.written");

    /** How old the last one may be before somebody should look. */
    public static final Duration LATE = Duration.ofHours(26);

    private static final Duration DAILY = Duration.ofHours(24);
    private static final Logger log = LoggerFactory.getLogger(Checkpoints.class);

    private final CheckpointFolders folders;
    private final CheckpointKey key;
    private final ChainHash chain;
    private final AuditTrail trail;
    private final List<KeepsChains> rooms;
    private final JdbcClient jdbc;
    private final TransactionTemplate transaction;
    private final Clock clock;

    Checkpoints(
            DataFolder data,
            @Value("${fengqiao.checkpoints:}") String second,
            Secrets secrets,
            ChainHash chain,
            AuditTrail trail,
            List<KeepsChains> rooms,
            JdbcClient jdbc,
            PlatformTransactionManager transactions,
            Clock clock) {
        this.folders = new CheckpointFolders(data, second);
        this.key = new CheckpointKey(secrets);
        this.chain = chain;
        this.trail = trail;
        this.rooms = rooms;
        this.jdbc = jdbc;
        this.transaction = new TransactionTemplate(transactions);
        this.clock = clock;
    }

    /** The newest checkpoint, whatever its state; empty before the first. */
    public Optional<Checkpoint> last() {
        return Optional.ofNullable(CheckpointFolders.in(folders.own()).lastEntry())
                .map(entry -> read(entry.getValue()));
    }

    /** The key that checkpoints are verified with, in hexadecimal; it stands beside them, too. */
    public String publicKey() {
        return key.publicKey();
    }

    @Scheduled(fixedDelayString = "PT1H", initialDelayString = "PT3M")
    void daily() {
        if (last().map(Checkpoint::at).orElse(Instant.EPOCH).plus(DAILY).isBefore(clock.instant())) {
            write();
        }
    }

    /** Writes a checkpoint of everything that changed since the last one, and says so in the audit trail. */
    public Checkpoint write() {
        return Objects.requireNonNull(Sight.HOUSE.see(() -> transaction.execute(status -> {
            // One at a time: the daily one, and somebody at the terminal.
            jdbc.sql("select pg_advisory_xact_lock(7014, 0)")
                    .query((row, n) -> true)
                    .list();
            try {
                Checkpoint written = writeFile();
                trail.keep(
                        WRITTEN,
                        "checkpoint/" + written.number(),
                        "",
                        Map.of("seal", written.seal().toString()));
                return written;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        })));
    }

    /** The highest number that the audit trail knows. */
    static int told(JdbcClient jdbc) {
        return jdbc.sql(
                        "select coalesce(max(substring(about from '^checkpoint/(\\d{1,9})$')::int), 0) from audit.line where officer_id = 0 and what = ?")
                .param(WRITTEN.name())
                .query(Integer.class)
                .single();
    }

    private Checkpoint writeFile() throws IOException {
        Optional<Checkpoint> former = last();
        // A number is not given twice, even where a restored house has lost the files.
        int number = Math.max(former.map(Checkpoint::number).orElse(0), told(jdbc)) + 1;
        Instant at = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        // What is below has ended: whatever a later statement of this transaction sees of it is all there will ever be.
        long below = jdbc.sql("select pg_snapshot_xmin(pg_current_snapshot())::text::bigint")
                .query(Long.class)
                .single();
        String database = jdbc.sql(
                        "select system_identifier || '/' || (select oid from pg_database where datname = current_database()) from pg_control_system()")
                .query(String.class)
                .single();
        long from = former.filter(last -> last.database().equals(database) && last.below() <= below)
                .map(Checkpoint::below)
                .orElse(0L);
        Path file = Files.createTempFile("checkpoint", ".part");
        try {
            Seal formerSeal = former.map(Checkpoint::seal).orElse(Seal.NONE);
            try (Writing writing = new Writing(file, formerSeal)) {
                writing.line("number " + number);
                writing.line("at " + at);
                writing.line("database " + database);
                writing.line("below " + below);
                for (KeepsChains room : rooms) {
                    room.heads()
                            .between(
                                    from,
                                    below,
                                    head -> writing.line("head %s %d %d %s"
                                            .formatted(room.kind(), head.chain(), head.n(), head.seal())));
                }
                writing.sign();
            }
            CheckpointFolders.place(file, folders.own(), Checkpoint.nameOf(number));
        } finally {
            Files.deleteIfExists(file);
        }
        Files.writeString(folders.own().resolve("public-key.txt"), key.publicKey() + "\n");
        folders.second().ifPresent(this::copyMissing);
        return read(folders.own().resolve(Checkpoint.nameOf(number)));
    }

    /** Also what could not be copied on the days before, when the other disk was away. */
    private void copyMissing(Path second) {
        try {
            Map<Integer, Path> there = CheckpointFolders.in(second);
            for (Map.Entry<Integer, Path> one :
                    CheckpointFolders.in(folders.own()).entrySet()) {
                if (!there.containsKey(one.getKey())) {
                    CheckpointFolders.place(one.getValue(), second, Checkpoint.nameOf(one.getKey()));
                }
            }
            Path open = second.resolve("public-key.txt");
            if (!Files.exists(open)) {
                Files.writeString(open, key.publicKey() + "\n");
            }
        } catch (IOException | UncheckedIOException away) {
            log.warn("the checkpoint could not be copied to {}: {}", second, away.toString());
        }
    }

    private Checkpoint read(Path file) {
        try {
            return Checkpoint.read(file, key, (kind, head) -> {});
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Seals line to line while they are written. */
    private final class Writing implements AutoCloseable {
        private final BufferedWriter out;
        private Seal running;

        Writing(Path file, Seal former) throws IOException {
            out = Files.newBufferedWriter(file, StandardCharsets.UTF_8);
            running = former;
            raw(Checkpoint.TITLE);
            raw("former " + (former.equals(Seal.NONE) ? "-" : former));
            line("hash " + chain.algorithm());
        }

        void line(String line) {
            running = chain.seal(running, line);
            try {
                raw(line);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        void sign() throws IOException {
            raw("seal " + running);
            raw("signature " + key.sign(running));
        }

        private void raw(String line) throws IOException {
            out.write(line);
            out.write('\n');
        }

        @Override
        public void close() throws IOException {
            out.close();
        }
    }
}
