package org.fengqiao.matter;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.springframework.context.annotation.Profile;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Writes down a matter whose life lies in the past, each line of its ledger at its own time. Stages follow the same rules as ever; who
 * may do what is not judged. Only the demo town has a past to make up, so nothing else can reach this.
 */
@Component
@Profile("demo")
public class WritePast {

    private final OpenMatter openMatter;
    private final Matters matters;
    private final JdbcClient jdbc;

    WritePast(OpenMatter openMatter, Matters matters, JdbcClient jdbc) {
        this.openMatter = openMatter;
        this.matters = matters;
        this.jdbc = jdbc;
    }

    /** Something that happened to the matter then. */
    public record Step(Instant at, Actor by, Happening happening) {}

    /** Opens the matter at the time it was said. */
    @Transactional
    public OpenMatter.Opened open(NewMatter matter, Actor by) {
        return openMatter.open(matter, by, matter.saidAt());
    }

    /**
     * Goes on with the life of a matter.
     *
     * @param steps in their order
     * @return the stage it stands at then
     * @throws org.fengqiao.shared.RefusedException when a step cannot come at its stage
     */
    @Transactional
    public Stage goOn(long id, List<Step> steps) {
        Matter matter = matters.lock(id);
        for (Step step : steps) {
            Matter after = matter.after(step.happening(), step.by(), step.at());
            share(matter, step);
            matter = matters.write(matter, after, step.happening(), step.by(), step.at());
        }
        return matter.stage();
    }

    private void share(Matter matter, Step step) {
        switch (step.happening()) {
            case Happening.HandedOver handed -> HandOverMatter.keepSight(jdbc, matter);
            case Happening.Returned returned -> HandOverMatter.keepSight(jdbc, matter);
            case Happening.PartnerAsked asked ->
                jdbc.sql("""
                                insert into matter.sight (matter_id, unit_id, officer_id, why, given_by_unit, task, since)
                                values (?, ?, ?, 'TO_PARTNER', ?, ?, ?) on conflict do nothing""")
                        .params(
                                matter.id(),
                                asked.unit(),
                                asked.officer(),
                                matter.unitId(),
                                asked.task(),
                                step.at().atOffset(ZoneOffset.UTC))
                        .update();
            case Happening.PartnerReported reported ->
                jdbc.sql(
                                "update matter.sight set report = ?, reported_at = ? where matter_id = ? and why = 'TO_PARTNER'")
                        .params(reported.words(), step.at().atOffset(ZoneOffset.UTC), matter.id())
                        .update();
            default -> {}
        }
    }
}
