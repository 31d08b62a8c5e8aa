package org.fengqiao.register;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.fengqiao.access.SignedIn;
import org.fengqiao.audit.AuditTrail;
import org.fengqiao.audit.Deed;
import org.fengqiao.org.Unit;
import org.fengqiao.org.Units;
import org.fengqiao.shared.MaskedText;
import org.fengqiao.shared.Page;
import org.fengqiao.shared.PageKey;
import org.fengqiao.shared.RefusedException;
import org.fengqiao.shared.RefusedException.Reason;
import org.fengqiao.shared.Words;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Tables that were uploaded to be brought in. Who uploaded what and what came of it is kept; the table itself stands in memory for an
 * hour, for whoever uploaded it alone. When it is gone the same file is uploaded again: what was taken already is known.
 */
@Component
public class Imports {

    static final Deed UPLOADED = Deed.named("import.uploaded");

    private static final long MOST_BYTES = 64L * 1024 * 1024;
    private static final int LONGEST_NAME = 120;
    private static final int LONGEST_SAMPLE = 60;

    private static final String SELECT = """
            select i.id, i.register, u.name as unit_name, i.file_name, coalesce(o.name, '') as by_name, i.uploaded_at, i.lines, i.kept,
                   i.known, i.refused, i.state
            from register.import i join org.unit u on u.id = i.unit_id left join org.officer o on o.id = i.uploaded_by
            """;

    private final Cache<Long, Held> held = Caffeine.newBuilder()
            .maximumWeight(MOST_BYTES)
            .weigher((Long id, Held one) -> one.upload().weight())
            .expireAfterAccess(Duration.ofHours(1))
            .build();

    private final JdbcClient jdbc;
    private final AuditTrail trail;
    private final Headings headings;
    private final Units units;
    private final TransactionTemplate transaction;

    Imports(
            JdbcClient jdbc,
            AuditTrail trail,
            Headings headings,
            Units units,
            PlatformTransactionManager transactions) {
        this.jdbc = jdbc;
        this.trail = trail;
        this.headings = headings;
        this.units = units;
        this.transaction = new TransactionTemplate(transactions);
    }

    private record Held(int officer, Upload upload) {}

    /** How far it is. */
    public enum State {
        /** Looked at, nothing was taken yet. */
        READY,
        /** Lines are being taken. */
        RUNNING,
        /** Every line was looked at. */
        DONE,
        /** It ended before its end; the same file can be uploaded again. */
        STOPPED
    }

    /**
     * One of them.
     *
     * @param lines how many there are
     * @param kept lines that were new
     * @param known lines that changed nothing
     * @param refused lines that were given back
     */
    public record Row(
            long id,
            Register register,
            String unitName,
            String fileName,
            String byName,
            Instant at,
            int lines,
            int kept,
            int known,
            int refused,
            State state) {

        /** How many lines were looked at. */
        public int seen() {
            return kept + known + refused;
        }

        /** The same in per cent. */
        public int percent() {
            return lines == 0 ? 100 : (int) (100L * seen() / lines);
        }

        private Row in(State other) {
            return new Row(id, register, unitName, fileName, byName, at, lines, kept, known, refused, other);
        }
    }

    /**
     * A table as it is looked at.
     *
     * @param columns for each head the column it is taken for, empty for none
     * @param samples the first lines
     */
    public record Sheet(List<String> heads, List<String> columns, List<List<String>> samples) {

        /** What the first lines say under a head, numbers of persons masked. */
        public List<String> under(int head) {
            return samples.stream()
                    .map(line -> head < line.size() ? line.get(head) : "")
                    .filter(cell -> !cell.isBlank())
                    .map(cell -> MaskedText.of(
                            cell.length() > LONGEST_SAMPLE ? cell.substring(0, LONGEST_SAMPLE) + "…" : cell, List.of()))
                    .toList();
        }
    }

    /** The stations somebody may bring a register in for. */
    public List<Unit> units(SignedIn me) {
        return units.all().stream()
                .filter(unit -> me.units().contains(unit.id()) && unit.kind() == Unit.Kind.STATION)
                .toList();
    }

    /**
     * Looks at a table and keeps it ready.
     *
     * @param name as the uploader's machine called it; only shown
     * @throws RefusedException when it is no table we read or too large, the register is not for this role, or the unit not in reach
     */
    public long upload(SignedIn me, int unit, Register register, @Nullable String name, byte[] file) {
        if (!register.isBroughtBy(me.role())) {
            throw RefusedException.because(Reason.NOT_ALLOWED, "refused.import.role")
                    .at("register");
        }
        if (units(me).stream().noneMatch(one -> one.id() == unit)) {
            throw RefusedException.because(Reason.NOT_FOUND, "refused.unit.absent")
                    .at("unit");
        }
        Upload upload = new Upload(file, register, unit, headings);
        long id = java.util.Objects.requireNonNull(transaction.execute(status -> {
            long fresh = jdbc.sql("""
                            insert into register.import (unit_id, register, file_name, sha256, lines, uploaded_by) values (?, ?, ?, ?, ?, ?)
                            returning id""")
                    .params(unit, register.name(), named(name), sha256(file), upload.rows(), me.officer())
                    .query(Long.class)
                    .single();
            trail.keep(
                    UPLOADED,
                    "import/" + fresh,
                    "",
                    Map.of("register", register.name(), "lines", Integer.toString(upload.rows())));
            return fresh;
        }));
        held.put(id, new Held(me.officer(), upload));
        return id;
    }

    private static String named(@Nullable String name) {
        String last = name == null ? "" : name.substring(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1);
        String plain = Words.inOneLine(last);
        return plain.substring(
                0, plain.offsetByCodePoints(0, Math.min(LONGEST_NAME, plain.codePointCount(0, plain.length()))));
    }

    /** What was brought in of the registers that are this reader's to bring, newest first. */
    @Transactional(readOnly = true)
    public Page<Row> list(SignedIn me, @Nullable PageKey after, int size) {
        List<Row> rows = jdbc.sql(SELECT + "where i.id < ? and i.register = any (?) order by i.id desc limit ?")
                .params(after == null ? Long.MAX_VALUE : after.number(0), ofRole(me), size + 1)
                .query((row, n) -> row(row))
                .list();
        return Page.of(rows, size, row -> PageKey.of(row.id()));
    }

    /**
     * One in sight.
     *
     * @throws RefusedException NOT_FOUND when there is none
     */
    @Transactional(readOnly = true)
    public Row require(SignedIn me, long id) {
        return jdbc.sql(SELECT + "where i.id = ? and i.register = any (?)")
                .params(id, ofRole(me))
                .query((row, n) -> row(row))
                .optional()
                .orElseThrow(() -> RefusedException.because(Reason.NOT_FOUND, "refused.import.absent"));
    }

    private static String[] ofRole(SignedIn me) {
        return Arrays.stream(Register.values())
                .filter(register -> register.isBroughtBy(me.role()))
                .map(Register::name)
                .toArray(String[]::new);
    }

    /** The table, while it stands in memory and only for whoever uploaded it. */
    public Optional<Sheet> sheet(SignedIn me, long id) {
        return find(me, id).map(upload -> new Sheet(upload.heads(), upload.columns(), upload.samples()));
    }

    Optional<Upload> find(SignedIn me, long id) {
        Held one = held.getIfPresent(id);
        return one == null || one.officer() != me.officer() ? Optional.empty() : Optional.of(one.upload());
    }

    /** What was running when the house went down does not run any more. */
    private Row row(ResultSet row) throws SQLException {
        Row read = new Row(
                row.getLong("id"),
                Register.valueOf(row.getString("register")),
                row.getString("unit_name"),
                row.getString("file_name"),
                row.getString("by_name"),
                row.getTimestamp("uploaded_at").toInstant(),
                row.getInt("lines"),
                row.getInt("kept"),
                row.getInt("known"),
                row.getInt("refused"),
                State.valueOf(row.getString("state")));
        return read.state() == State.RUNNING && held.getIfPresent(read.id()) == null ? read.in(State.STOPPED) : read;
    }

    private static String sha256(byte[] file) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(file));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
