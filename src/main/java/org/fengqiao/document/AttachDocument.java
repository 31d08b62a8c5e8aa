package org.fengqiao.document;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import org.fengqiao.document.Judged.Kind;
import org.fengqiao.matter.Actor;
import org.fengqiao.matter.AddNote;
import org.fengqiao.shared.RefusedException;
import org.fengqiao.shared.RefusedException.Reason;
import org.fengqiao.shared.Words;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Puts a paper beside a matter, with a note that tells of it. The same paper beside the same matter is kept once. */
@Component
public class AttachDocument {

    /** Papers one matter may have. */
    public static final int MOST_OF_A_MATTER = 50;

    private static final int LONGEST_NAME = 120;

    private final JdbcClient jdbc;
    private final AddNote addNote;
    private final TransactionTemplate transaction;

    AttachDocument(JdbcClient jdbc, AddNote addNote, PlatformTransactionManager transactions) {
        this.jdbc = jdbc;
        this.addNote = addNote;
        this.transaction = new TransactionTemplate(transactions);
    }

    /** A paper that was judged and can be put beside matters. */
    public static final class Ready {
        private final Judged judged;
        private final String name;
        private final byte[] file;
        private final String words;

        private Ready(Judged judged, String name, byte[] file, String words) {
            this.judged = judged;
            this.name = name;
            this.file = file;
            this.words = words;
        }
    }

    /**
     * Judges a file; to be done while no connection of the database is held.
     *
     * @param name as the uploader's machine called it; only shown
     * @param words said with it, may be missing
     * @throws RefusedException when it is no paper we take (see {@link DocumentReader#judge})
     */
    public static Ready ready(@Nullable String name, byte[] file, @Nullable String words) {
        Judged judged = DocumentReader.judge(file);
        return new Ready(judged, named(name, judged.kind()), file, Words.orEmpty(words, 9_000));
    }

    /**
     * Judges a file and puts it beside a matter; no connection of the database is held while it is judged.
     *
     * @param name as the uploader's machine called it; only shown
     * @param words said with it, may be missing
     * @throws RefusedException when it is no paper we take (see {@link DocumentReader#judge}), there are too many, it is there already,
     *     or the matter is not the actor's to change
     */
    public long attach(long matterId, Actor by, @Nullable String name, byte[] file, @Nullable String words) {
        return attach(matterId, by, ready(name, file, words));
    }

    /**
     * Puts a paper beside a matter.
     *
     * @throws RefusedException when there are too many, it is there already, or the matter is not the actor's to change
     */
    public long attach(long matterId, Actor by, Ready paper) {
        Judged judged = paper.judged;
        return transaction.execute(status -> {
            int there = jdbc.sql("select count(*) from document.document where matter_id = ?")
                    .param(matterId)
                    .query(Integer.class)
                    .single();
            if (there >= MOST_OF_A_MATTER) {
                throw RefusedException.because(Reason.TOO_LARGE, "refused.document.many", MOST_OF_A_MATTER);
            }
            addNote.note(matterId, null, by, (paper.words + "\n📎 " + paper.name).strip(), List.of());
            return jdbc.sql("""
                            insert into document.document (matter_id, unit_id, kind, name, sha256, content, quarantined, added_by)
                            select id, unit_id, ?, ?, ?, ?, nullif(?, ''), ? from matter.matter where id = ?
                            on conflict do nothing returning id""")
                    .params(
                            judged.kind().name(),
                            paper.name,
                            sha256(paper.file),
                            paper.file,
                            judged.quarantined() == null
                                    ? ""
                                    : judged.quarantined().name(),
                            by.id(),
                            matterId)
                    .query(Long.class)
                    .optional()
                    .orElseThrow(() -> RefusedException.because(Reason.CONFLICT, "refused.document.there"));
        });
    }

    /** The last part of a path, without what cannot be seen, ending as its kind does. */
    static String named(@Nullable String name, Kind kind) {
        String last = name == null ? "" : name.substring(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1);
        String plain = Words.inOneLine(last).replaceAll("[<>:\"|?*]", "");
        if (plain.toLowerCase(Locale.ROOT).endsWith(kind.ending())) {
            plain = plain.substring(0, plain.length() - kind.ending().length());
        }
        plain = plain.strip();
        int most = Math.min(LONGEST_NAME, plain.codePointCount(0, plain.length()));
        String kept = plain.substring(0, plain.offsetByCodePoints(0, most));
        return (kept.isEmpty() ? "1" : kept) + kind.ending();
    }

    private static String sha256(byte[] file) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(file));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
