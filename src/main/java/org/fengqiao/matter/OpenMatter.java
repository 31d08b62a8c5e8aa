package org.fengqiao.matter;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Metrics;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.fengqiao.audit.ChainHash;
import org.fengqiao.audit.Seal;
import org.fengqiao.follow.Followers;
import org.fengqiao.org.Unit;
import org.fengqiao.org.Units;
import org.fengqiao.shared.Place;
import org.fengqiao.shared.RefusedException;
import org.fengqiao.shared.Words;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Opens a matter: its number, its tracking code, its first line in the ledger. */
@Component
public class OpenMatter {

    private static final Counter OPENED = Metrics.counter("fengqiao.matters.opened");

    /** Crockford's letters: no I, L, O, U, so that a code can be read out on the phone. */
    private static final char[] LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ".toCharArray();

    private static final SecureRandom RANDOM = new SecureRandom();

    private final JdbcClient jdbc;
    private final Kinds kinds;
    private final Units units;
    private final NameInMatter nameInMatter;
    private final Happenings happenings;
    private final Followers followers;
    private final ChainHash chain;
    private final Clock clock;

    OpenMatter(
            JdbcClient jdbc,
            Kinds kinds,
            Units units,
            NameInMatter nameInMatter,
            Happenings happenings,
            Followers followers,
            ChainHash chain,
            Clock clock) {
        this.units = units;
        this.nameInMatter = nameInMatter;
        this.chain = chain;
        this.jdbc = jdbc;
        this.kinds = kinds;
        this.happenings = happenings;
        this.followers = followers;
        this.clock = clock;
    }

    /**
     * A matter just opened.
     *
     * @param number {@code （年）站码-序号}
     * @param tracking 16 letters that let the resident follow it: 80 random bits
     */
    public record Opened(long id, String number, String tracking, int version) {}

    /**
     * Opens one matter.
     *
     * @throws RefusedException when there are no words, too many words, an unknown kind, no such unit in sight, or
     *     no unit above the one it is about
     */
    @Transactional
    public Opened open(NewMatter matter, Actor by) {
        return open(matter, by, null);
    }

    /** @param at when it was opened, null for now */
    Opened open(NewMatter asked, Actor by, @Nullable Instant at) {
        if (by.by() == Actor.By.OFFICER && !by.worksAt(asked.unitId())) {
            throw RefusedException.because(RefusedException.Reason.NOT_FOUND, "refused.unit.absent")
                    .at("unit");
        }
        Unit about = asked.about() == 0 ? null : units.find(asked.about()).orElseThrow();
        NewMatter matter = about == null ? asked : atUnitAbove(asked, about);
        kinds.require(matter.kind());
        String words = Words.required(matter.words(), Matter.LONGEST_WORDS);
        String asker = Words.orEmpty(matter.asker(), 80);
        String tracking = trackingCode();
        Place place = matter.place();
        var opened = new Happening.Opened(
                matter.kind(),
                matter.urgency().name(),
                words,
                asker,
                matter.way().name());
        LineSeal line = new LineSeal(
                1,
                matter.unitId(),
                Happenings.name(opened),
                (at == null ? clock.instant() : at).truncatedTo(ChronoUnit.MICROS));
        LineSeal.Said said = new LineSeal.Said(
                by.by().name(), by.id(), by.by() == Actor.By.RESIDENT ? asker : by.name(), happenings.write(opened));
        Seal seal = line.after(Seal.NONE, chain.algorithm(), tracking, said);
        OPENED.increment();
        Opened result = jdbc.sql("""
                        with number as (
                            insert into matter.counter as c (unit_id, year, last) values (:unit, :year, 1)
                            on conflict (unit_id, year) do update set last = c.last + 1 returning last),
                        opened as (
                            insert into matter.matter (unit_id, number, kind, urgency, stage, words, place, longitude, latitude,
                                   resident_id, asker, way, group_id, bridge_id, grid_id, tracking, opened_by, opened_at, head)
                            select :unit, '（' || :year || '）' || u.code || '-' || lpad(n.last::text, greatest(6, length(n.last::text)), '0'), :kind, :urgency,
                                   'RECEIVED', :words, :place, :longitude, :latitude, nullif(:resident, 0), :asker, :way,
                                   nullif(:group, 0), nullif(:bridge, 0), nullif(:grid, 0), :tracking, nullif(:by, 0),
                                   coalesce(:saidAt, clock_timestamp()), :head
                            from number n, org.unit u where u.id = :unit
                            returning id, number),
                        line as (
                            insert into matter.ledger (matter_id, n, unit_id, what, at, by_kind, by_id, by_name, data, hash)
                            select id, 1, :unit, :what, :at, :byKind, :by, :byName, :data::jsonb, :head from opened)
                        select id, number from opened""")
                .param("unit", matter.unitId())
                .param("year", LocalDate.now(clock).getYear())
                .param("kind", matter.kind())
                .param("urgency", matter.urgency().name())
                .param("words", words)
                .param("place", place == null ? "" : place.words())
                .param("longitude", place == null ? null : place.longitude(), java.sql.Types.DOUBLE)
                .param("latitude", place == null ? null : place.latitude(), java.sql.Types.DOUBLE)
                .param("resident", matter.residentId())
                .param("asker", asker)
                .param("way", matter.way().name())
                .param("group", matter.groupId())
                .param("bridge", matter.bridgeId())
                .param("grid", matter.gridId())
                .param("tracking", tracking)
                .param("saidAt", Matters.utc(matter.saidAt()), java.sql.Types.TIMESTAMP_WITH_TIMEZONE)
                .param("what", line.what())
                .param("at", line.at().atOffset(ZoneOffset.UTC))
                .param("head", seal.bytes())
                .param("byKind", by.by().name())
                .param("by", by.id())
                .param("byName", said.byName())
                .param("data", said.data())
                .query((row, n) -> new Opened(row.getLong(1), row.getString(2), tracking, 1))
                .single();
        followers.nudge();
        if (about != null) {
            nameInMatter.atTheEnd(result.id(), by, about);
        }
        return result;
    }

    /** Numbered there, too: a gap in the numbers of the unit it is about would tell of it. */
    private NewMatter atUnitAbove(NewMatter matter, Unit about) {
        int above = units.above(about.id()).id();
        boolean within = units.find(matter.unitId())
                .filter(unit -> unit.isWithin(about.id()))
                .isPresent();
        return within ? matter.answeredForBy(above) : matter;
    }

    /** Opens several matters in one transaction: all or none. */
    @Transactional
    public List<Opened> openAll(List<NewMatter> matters, Actor by) {
        List<Opened> opened = new ArrayList<>(matters.size());
        for (NewMatter matter : matters) {
            opened.add(open(matter, by));
        }
        return opened;
    }

    /** 80 random bits in letters that are not mistaken for each other. */
    static String trackingCode() {
        char[] code = new char[16];
        for (int i = 0; i < code.length; i++) {
            code[i] = LETTERS[RANDOM.nextInt(LETTERS.length)];
        }
        return new String(code);
    }
}
