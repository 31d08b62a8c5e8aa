package org.fengqiao.matter;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.fengqiao.shared.RefusedException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Writes down a matter that was closed before it came into this house: its few lines at the times the old register tells, and last a note,
 * written now, that says so and where they come from. Nobody is told anything.
 */
@Component
public class KeepOldMatter {

    private final OpenMatter openMatter;
    private final Matters matters;
    private final Clock clock;

    KeepOldMatter(OpenMatter openMatter, Matters matters, Clock clock) {
        this.openMatter = openMatter;
        this.matters = matters;
        this.clock = clock;
    }

    /**
     * How it ended.
     *
     * @param at when it was answered and closed
     * @param words why it counts as closed
     */
    public record Ending(Instant at, String answer, String words) {}

    /**
     * Keeps one.
     *
     * @param matter with the time it was said, and neither group nor bridge
     * @param by a chief or supervisor of the unit, who answers for the lines
     * @param source the note written now
     * @throws RefusedException as {@link OpenMatter#open}; when somebody else than a chief or supervisor does it
     */
    @Transactional
    public long keep(NewMatter matter, Actor by, Ending ending, String source) {
        if (!by.leadsAt(matter.unitId())) {
            throw RefusedException.because(RefusedException.Reason.NOT_ALLOWED, "refused.matter.role");
        }
        Instant said = Objects.requireNonNull(matter.saidAt(), "an old matter was said at some time");
        Matter now = matters.lock(openMatter.open(matter, by, said).id());
        now = step(now, new Happening.Accepted(), by, said);
        now = step(now, new Happening.Answered(ending.answer()), by, ending.at());
        now = step(now, new Happening.Told(matter.way().name(), ""), by, ending.at());
        now = step(now, new Happening.Closed(ending.words()), by, ending.at());
        return step(now, new Happening.Noted(source, List.of()), by, clock.instant())
                .id();
    }

    private Matter step(Matter before, Happening happening, Actor by, Instant at) {
        return matters.write(before, before.after(happening, by, at), happening, by, at);
    }
}
