package org.fengqiao.intake;

import java.time.Clock;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.temporal.ChronoUnit;
import org.fengqiao.access.SignedIn;
import org.fengqiao.shared.RefusedException;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** 读一读: shows each message of a pasted stretch and what is known of it. Changes and keeps nothing. */
@Component
public class LookAtPaste {

    /** So long a page may lie open between reading and opening. */
    private static final Duration LONGEST_THOUGHT = Duration.ofHours(24);

    private final PasteReader reader;
    private final Clock clock;

    LookAtPaste(PasteReader reader, Clock clock) {
        this.reader = reader;
        this.clock = clock;
    }

    /**
     * Cuts the text and judges each message.
     *
     * @param at when it was pasted first, null for now
     * @throws RefusedException when the group is unknown or closed, the text is empty, too long or has too many messages
     */
    @Transactional(readOnly = true)
    public PasteSheet look(SignedIn me, int group, @Nullable String text, @Nullable LocalDateTime at) {
        return reader.read(me, reader.group(group), required(text), pastedAt(at, clock))
                .sheet();
    }

    static String required(@Nullable String text) {
        if (text == null || text.isBlank()) {
            throw RefusedException.badInput("refused.paste.empty").at("text");
        }
        return text;
    }

    /** Bare times are counted from the first reading, so that midnight between reading and opening moves no message. */
    static LocalDateTime pastedAt(@Nullable LocalDateTime claimed, Clock clock) {
        LocalDateTime now = LocalDateTime.now(clock).truncatedTo(ChronoUnit.SECONDS);
        return claimed == null || claimed.isAfter(now) || claimed.isBefore(now.minus(LONGEST_THOUGHT)) ? now : claimed;
    }
}
