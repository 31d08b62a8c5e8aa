package org.fengqiao.intake;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.fengqiao.access.SignedIn;
import org.fengqiao.channel.paste.Fingerprints;
import org.fengqiao.channel.paste.MessageKey;
import org.fengqiao.channel.paste.Overlap;
import org.fengqiao.channel.paste.PastedChat;
import org.fengqiao.channel.paste.PastedMessage;
import org.fengqiao.channel.paste.Turn;
import org.fengqiao.database.Secrets;
import org.fengqiao.group.ChatGroup;
import org.fengqiao.group.GroupSheets;
import org.fengqiao.intake.LookedAt.Known;
import org.fengqiao.intake.PastedTurn.Piece;
import org.fengqiao.intake.PastedTurn.Standing;
import org.fengqiao.intake.PastedTurn.Target;
import org.fengqiao.people.NicknamePlace;
import org.fengqiao.people.RecogniseResident;
import org.fengqiao.shared.RefusedException;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Reads a pasted stretch and holds it against what is known of its group. */
@Component
class PasteReader {

    private final LookedAt lookedAt;
    private final Secrets secrets;
    private final GroupSheets groups;
    private final RecogniseResident recognise;
    private final JdbcClient jdbc;

    PasteReader(LookedAt lookedAt, Secrets secrets, GroupSheets groups, RecogniseResident recognise, JdbcClient jdbc) {
        this.lookedAt = lookedAt;
        this.secrets = secrets;
        this.groups = groups;
        this.recognise = recognise;
        this.jdbc = jdbc;
    }

    /**
     * A stretch as read.
     *
     * @param keys for each message the key it is known by, or is to be kept by
     * @param found for each message its index among the known, −1 for a new one
     */
    @SuppressWarnings("ArrayRecordComponent") // handed on once, never compared or kept
    record Reading(PasteSheet sheet, List<Known> known, List<MessageKey> keys, int[] found) {}

    /** The group to paste from, or a refusal when none was chosen, none is in sight, or it was given up. */
    ChatGroup group(int id) {
        if (id == 0) {
            throw RefusedException.badInput("refused.paste.no-group").at("group");
        }
        ChatGroup group = groups.require(id);
        if (group.closed()) {
            throw RefusedException.because(RefusedException.Reason.CONFLICT, "refused.paste.group-closed", group.name())
                    .at("group");
        }
        return group;
    }

    Reading read(SignedIn me, ChatGroup group, String text, LocalDateTime at) {
        PastedChat chat = PastedChat.read(text, at);
        Fingerprints fingerprints = new Fingerprints(secrets.derived("paste/" + group.unitId()));
        List<MessageKey> asPasted = fingerprints.of(chat, String.valueOf(group.id()));
        List<Known> known = lookedAt.of(group.unitId(), group.id());
        Map<String, Integer> indexOf = new HashMap<>();
        for (int k = 0; k < known.size(); k++) {
            indexOf.put(known.get(k).key().fingerprint(), k);
        }
        List<Overlap.Finding> findings =
                Overlap.of(known.stream().map(Known::key).toList(), asPasted);
        List<MessageKey> keys = new ArrayList<>(findings.size());
        int[] found = new int[findings.size()];
        for (int f = 0; f < found.length; f++) {
            MessageKey key = findings.get(f).key();
            keys.add(key);
            found[f] = findings.get(f).isNew() ? -1 : Objects.requireNonNull(indexOf.get(key.fingerprint()));
        }
        List<Turn> turns = chat.turns();
        Map<Long, String> numbers = numbers(known);
        Set<String> senders =
                turns.stream().map(Turn::sender).filter(Objects::nonNull).collect(Collectors.toSet());
        Map<String, List<Target>> targets = targets(me, group, senders);
        Map<String, RecogniseResident.Known> residents =
                recognise.byNicknames(group.unitId(), NicknamePlace.inGroup(group.id()), senders);
        List<PastedTurn> sheets = new ArrayList<>(turns.size());
        for (Turn turn : turns) {
            String sender = turn.sender() == null ? "" : turn.sender();
            List<Piece> pieces = new ArrayList<>(turn.messages().size());
            for (PastedMessage message : turn.messages()) {
                int k = found[message.index()];
                pieces.add(piece(message, k < 0 ? null : known.get(k), numbers));
            }
            sheets.add(new PastedTurn(
                    tick(turn, asPasted),
                    sender,
                    turn.saidAt(),
                    pieces,
                    targets.getOrDefault(sender, List.of()),
                    residents.get(sender)));
        }
        PasteSheet sheet = new PasteSheet(group, text, at, chat.layout(), List.copyOf(sheets), chat.systemLines());
        return new Reading(sheet, known, keys, found);
    }

    private static Piece piece(PastedMessage message, @Nullable Known known, Map<Long, String> numbers) {
        long matter = known == null ? 0 : known.matterId();
        Standing standing = known == null ? Standing.NEW : matter == 0 ? Standing.ASIDE : Standing.OPENED;
        String quoted = message.quote() == null ? "" : message.quote().words();
        return new Piece(message.index(), message.words(), quoted, standing, matter, numbers.getOrDefault(matter, ""));
    }

    private Map<Long, String> numbers(List<Known> known) {
        Long[] ids = known.stream()
                .map(Known::matterId)
                .filter(id -> id != 0)
                .distinct()
                .toArray(Long[]::new);
        Map<Long, String> numbers = new HashMap<>();
        if (ids.length > 0) {
            jdbc.sql("select id, number from matter.matter where id = any (?)")
                    .param(ids)
                    .query(row -> {
                        numbers.put(row.getLong(1), row.getString(2));
                    });
        }
        return numbers;
    }

    private Map<String, List<Target>> targets(SignedIn me, ChatGroup group, Set<String> senders) {
        Map<String, List<Target>> targets = new HashMap<>();
        if (!senders.isEmpty()) {
            jdbc.sql("""
                            select asker, id, number, left(words, 24) from matter.matter
                            where group_id = ? and closed_at is null and asker = any (?) and unit_id = any (?)
                            order by id desc limit 1000""")
                    .params(
                            group.id(),
                            senders.toArray(String[]::new),
                            me.units().toArray(Integer[]::new))
                    .query(row -> {
                        targets.computeIfAbsent(row.getString(1), sender -> new ArrayList<>())
                                .add(new Target(row.getLong(2), row.getString(3), row.getString(4)));
                    });
        }
        return targets;
    }

    private static String tick(Turn turn, List<MessageKey> asPasted) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (PastedMessage message : turn.messages()) {
                digest.update(asPasted.get(message.index()).fingerprint().getBytes(StandardCharsets.US_ASCII));
            }
            return HexFormat.of().formatHex(digest.digest(), 0, 8);
        } catch (NoSuchAlgorithmException everyJavaHasIt) {
            throw new IllegalStateException(everyJavaHasIt);
        }
    }
}
