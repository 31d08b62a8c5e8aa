package org.fengqiao.demo;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.fengqiao.demo.DemoPlaces.Group;
import org.fengqiao.demo.DemoPlaces.Neighbour;
import org.fengqiao.demo.DemoPlaces.Station;
import org.fengqiao.demo.DemoPlaces.Town;
import org.fengqiao.matter.Actor;
import org.fengqiao.matter.Happening;
import org.fengqiao.matter.NewMatter;
import org.fengqiao.matter.OpenMatter;
import org.fengqiao.matter.Urgency;
import org.fengqiao.matter.Way;
import org.fengqiao.matter.WritePast;
import org.fengqiao.matter.WritePast.Step;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Profile;
import org.springframework.stereotype.Component;

/** Lives two weeks in the town: what residents said and what became of it. */
@Component
@Profile("demo")
class DemoDays {

    private static final int DAYS = 14;

    /** Few speak at night, most after breakfast and after supper. */
    private static final int[] HOURS = {
        0, 5, 6, 7, 7, 8, 8, 8, 9, 9, 10, 11, 12, 12, 13, 15, 16, 17, 17, 18, 18, 19, 19, 19, 20, 20, 21, 21, 22, 23
    };

    private static final String COLD = "HEATING";

    private final WritePast past;
    private final Clock clock;
    private final Map<String, Integer> turns = new HashMap<>();

    DemoDays(WritePast past, Clock clock) {
        this.past = past;
        this.clock = clock;
    }

    /**
     * An answer that went out, or is about to.
     *
     * @param toldAt when it reached the place, null when it still waits
     */
    record Answer(
            long matter,
            int unit,
            int group,
            int bridge,
            String words,
            Instant at,
            @Nullable Instant toldAt,
            Actor by) {}

    /** A matter that came over the bridge. */
    record Carried(long matter, int unit, String sender, String words, Instant at) {}

    /** What the rooms around the matter have to show for these days. */
    record Days(List<Answer> answers, List<Carried> carried) {}

    private record Said(Instant at, String topic, String kind, Urgency urgency, String words) {}

    private record Case(Said said, Station station, Group group, Neighbour who, Way way, OpenMatter.Opened opened) {}

    private record Planned(double minutes, Actor by, Happening happening) {}

    Days live(Town town) {
        Random random = new Random(DemoTown.SEED + 1);
        Days days = new Days(new ArrayList<>(), new ArrayList<>());
        for (Said said : said(random)) {
            Station station = town.stations().get(random.nextInt(town.stations().size()));
            Group group = station.groups().get(random.nextInt(station.groups().size()));
            Neighbour who =
                    group.neighbours().get(random.nextInt(group.neighbours().size()));
            boolean lastStation = station.unit() == town.stations().getLast().unit();
            Way way = List.of(Way.PASTE, Way.PASTE, Way.DESK, lastStation ? Way.HOOK : Way.PASTE, Way.WEB)
                    .get(random.nextInt(5));
            OpenMatter.Opened opened = open(town, said, station, group, who, way);
            Case one = new Case(said, station, group, who, way, opened);
            if (way == Way.HOOK) {
                days.carried().add(new Carried(opened.id(), station.unit(), who.nickname(), said.words(), said.at()));
            }
            live(town, one, days, random);
        }
        return days;
    }

    private List<Said> said(Random random) {
        List<List<String>> lines = new ArrayList<>(Told.lines("messages"));
        Collections.shuffle(lines, random);
        Instant now = clock.instant();
        LocalDate today = LocalDate.now(clock);
        List<Instant> times = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            LocalDate day = today.minusDays(DAYS - 1L - (long) i * DAYS / lines.size());
            Instant at = day.atTime(LocalTime.of(HOURS[random.nextInt(HOURS.length)], random.nextInt(60)))
                    .atZone(clock.getZone())
                    .toInstant();
            times.add(
                    at.isBefore(now.minus(Duration.ofMinutes(20)))
                            ? at
                            : now.minus(Duration.ofMinutes(6 + random.nextInt(600))));
        }
        Collections.sort(times);
        List<Said> said = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            List<String> line = lines.get(i);
            said.add(new Said(times.get(i), line.get(0), line.get(1), Urgency.valueOf(line.get(2)), line.get(3)));
        }
        return said;
    }

    private OpenMatter.Opened open(Town town, Said said, Station station, Group group, Neighbour who, Way way) {
        boolean inGroup = way == Way.PASTE || way == Way.WEB;
        NewMatter matter = NewMatter.of(station.unit(), said.kind(), said.words(), way)
                .urgent(said.urgency())
                .inGroup(inGroup ? group.id() : 0)
                .inGrid(group.grid())
                .overBridge(way == Way.HOOK ? town.bridge(station.unit()) : 0)
                .askedBy(who.id(), way == Way.PASTE || way == Way.HOOK ? who.nickname() : who.name())
                .at(group.place())
                .saidAt(said.at());
        boolean byOfficer = way == Way.PASTE || way == Way.DESK;
        return past.open(
                matter,
                byOfficer ? next(station.officers(), "opens" + station.unit()) : Actor.resident(matter.asker()));
    }

    private void live(Town town, Case one, Days days, Random random) {
        double age = Duration.between(one.said().at(), clock.instant()).toMinutes();
        DemoLife life = age > 4 * 1440
                ? next(DemoLife.OLD, "old")
                : age > 1440 ? next(DemoLife.RECENT, "recent") : next(DemoLife.FRESH, "fresh");
        if (isCold(one)) {
            life = life == DemoLife.CLOSED
                    ? DemoLife.CLOSED_WITH_PARTNER
                    : life == DemoLife.HANDLING || life == DemoLife.ANSWERED ? DemoLife.PARTNER_ASKED : life;
        }
        List<Planned> plan = plan(town, one, life, random);
        double whole = plan.stream().mapToDouble(Planned::minutes).sum();
        // A life that would reach into the future is lived faster.
        double pace = Math.min(1, age * 0.95 / Math.max(1, whole));
        double minutes = 0;
        List<Step> steps = new ArrayList<>();
        for (Planned planned : plan) {
            minutes += planned.minutes() * pace;
            Instant at = one.said().at().plusSeconds((long) (minutes * 60));
            steps.add(new Step(at, planned.by(), planned.happening()));
        }
        past.goOn(one.opened().id(), steps);
        if (life == DemoLife.CLOSED_WITH_ANOTHER) {
            another(town, one, steps.getFirst().at());
        }
        note(one, town, steps, days);
    }

    /** A second neighbour says the same; both go on as one. */
    private void another(Town town, Case lead, Instant taken) {
        Neighbour second = next(lead.group().neighbours(), "second");
        String words = next(words("SAME"), "same");
        Said said = new Said(
                taken.minusSeconds(30), lead.said().topic(), lead.said().kind(), Urgency.NORMAL, words);
        OpenMatter.Opened opened = open(town, said, lead.station(), lead.group(), second, Way.PASTE);
        past.goOn(
                opened.id(),
                List.of(new Step(
                        taken.plusSeconds(30),
                        lead.station().decides(0),
                        new Happening.Merged(lead.opened().id(), lead.opened().number()))));
    }

    private List<Planned> plan(Town town, Case one, DemoLife life, Random random) {
        boolean pressing = one.said().urgency() != Urgency.NORMAL;
        double first = pressing ? 3 + random.nextInt(8) : 10 + random.nextInt(120);
        Station station = one.station();
        Actor officer = next(station.officers(), "works" + station.unit());
        Actor decides = station.decides(turn("decides"));
        Actor resident = Actor.resident(one.who().name());
        List<Planned> plan = new ArrayList<>();
        switch (life) {
            case RECEIVED -> {}
            case ACCEPTED -> plan.add(new Planned(first, decides, new Happening.Accepted()));
            case HANDLING -> handle(plan, first, officer, random);
            case ASKED, ASKED_AND_TOLD -> {
                plan.add(taken(first, officer));
                plan.add(new Planned(
                        20 + random.nextInt(90), officer, new Happening.Asked(next(words("QUESTION"), "question"))));
                if (life == DemoLife.ASKED_AND_TOLD) {
                    plan.add(new Planned(
                            60 + random.nextInt(300),
                            resident,
                            new Happening.WordAdded(next(words("MORE"), "more"), List.of())));
                }
            }
            case PARTNER_ASKED -> askPartner(plan, town, one, first, decides);
            case PARTNER_REPORTED -> {
                askPartner(plan, town, one, first, decides);
                partnerReports(plan, town, one, random);
            }
            case HANDED_OVER, RETURNED, CLOSED_ELSEWHERE -> {
                Station other = town.stations()
                        .get((town.stations().indexOf(station) + 1)
                                % town.stations().size());
                plan.add(new Planned(
                        first,
                        decides,
                        new Happening.HandedOver(other.unit(), other.name(), next(words("HANDED"), "handed"))));
                if (life == DemoLife.RETURNED) {
                    plan.add(new Planned(
                            120 + random.nextInt(300),
                            other.chief(),
                            new Happening.Returned(
                                    station.unit(), station.name(), next(words("RETURNED"), "returned"))));
                } else if (life == DemoLife.CLOSED_ELSEWHERE) {
                    Actor there = other.officers().getFirst();
                    handle(plan, 60, there, random);
                    answer(plan, one, there, random);
                    close(plan, there, resident, other.chief(), random);
                }
            }
            case ANSWERED -> {
                handle(plan, first, officer, random);
                answer(plan, one, officer, random);
            }
            case CALLED_BACK -> {
                handle(plan, first, officer, random);
                answer(plan, one, officer, random);
                plan.add(calledBack(officer, resident, random));
            }
            case REOPENED, CLOSED_AFTER_REOPENING -> {
                handle(plan, first, officer, random);
                answer(plan, one, officer, random);
                plan.add(new Planned(
                        600 + random.nextInt(900),
                        officer,
                        new Happening.CalledBack(false, 2, next(words("NOT_YET"), "notyet"))));
                if (life == DemoLife.CLOSED_AFTER_REOPENING) {
                    plan.add(new Planned(200, officer, new Happening.Noted(next(words("NOTE"), "note"), List.of())));
                    answer(plan, one, officer, random);
                    close(plan, officer, resident, decides, random);
                }
            }
            case CLOSED, CLOSED_WITH_ANOTHER -> {
                handle(plan, first, officer, random);
                answer(plan, one, officer, random);
                close(plan, officer, resident, decides, random);
            }
            case CLOSED_WITH_PARTNER -> {
                askPartner(plan, town, one, first, decides);
                partnerReports(plan, town, one, random);
                answer(plan, one, decides, random);
                close(plan, decides, resident, decides, random);
            }
            case DECLINED ->
                plan.add(new Planned(first, decides, new Happening.Declined(next(words("DECLINED"), "declined"))));
        }
        return plan;
    }

    private static Planned taken(double minutes, Actor officer) {
        return new Planned(minutes, officer, new Happening.Taken(officer.id(), officer.name(), null));
    }

    private void handle(List<Planned> plan, double first, Actor officer, Random random) {
        plan.add(taken(first, officer));
        plan.add(new Planned(
                30 + random.nextInt(200), officer, new Happening.Noted(next(words("NOTE"), "note"), List.of())));
    }

    private void askPartner(List<Planned> plan, Town town, Case one, double first, Actor decides) {
        plan.add(taken(first, decides));
        Actor partner = partner(town, one);
        int unit = isCold(one) ? partner.unit() : 0;
        plan.add(new Planned(
                25,
                decides,
                new Happening.PartnerAsked(
                        unit,
                        unit == 0 ? partner.id() : 0,
                        unit == 0 ? partner.name() : town.nameOf(unit),
                        next(words("TASK"), "task"))));
    }

    private void partnerReports(List<Planned> plan, Town town, Case one, Random random) {
        Actor partner = partner(town, one);
        plan.add(new Planned(
                120 + random.nextInt(500),
                partner,
                new Happening.PartnerReported(partner.name(), next(words("REPORT"), "report"))));
    }

    private static boolean isCold(Case one) {
        return one.said().topic().equals(COLD);
    }

    /** The heating company for what is cold, the mediator for quarrels, the volunteer for the rest. */
    private static Actor partner(Town town, Case one) {
        if (isCold(one)) {
            return town.person("liu");
        }
        return town.person(one.said().kind().equals("DISPUTE") ? "qian" : "sun");
    }

    private void answer(List<Planned> plan, Case one, Actor officer, Random random) {
        List<String> answers =
                Objects.requireNonNull(Told.byKind("answers").get(one.said().topic()));
        String words = next(answers, "answer" + one.said().topic());
        plan.add(new Planned(120 + random.nextInt(600), officer, new Happening.Answered(words)));
        boolean waits = one.way() == Way.PASTE
                && Duration.between(one.said().at(), clock.instant()).toDays() < 2;
        if (one.way() == Way.PASTE && !waits) {
            plan.add(new Planned(
                    4 + random.nextInt(30),
                    officer,
                    new Happening.Told(Way.PASTE.name(), one.group().name())));
        } else if (one.way() == Way.HOOK) {
            plan.add(new Planned(1, Actor.HOUSE, new Happening.Told(Way.HOOK.name(), Told.text("bridge.LLZ"))));
        }
    }

    private Planned calledBack(Actor officer, Actor resident, Random random) {
        int stars = random.nextInt(5) == 0 ? 3 + random.nextInt(2) : 5;
        return new Planned(
                600 + random.nextInt(1200),
                random.nextInt(3) == 0 ? resident : officer,
                new Happening.CalledBack(true, stars, next(words("THANKS"), "thanks")));
    }

    private void close(List<Planned> plan, Actor officer, Actor resident, Actor closes, Random random) {
        plan.add(calledBack(officer, resident, random));
        plan.add(new Planned(30 + random.nextInt(240), closes, new Happening.Closed(next(words("CLOSED"), "closed"))));
    }

    /** Keeps what other rooms show of it: answers on their way. */
    private void note(Case one, Town town, List<Step> steps, Days days) {
        int unit = one.station().unit();
        for (int i = 0; i < steps.size(); i++) {
            Step step = steps.get(i);
            if (step.happening() instanceof Happening.Answered answered
                    && one.way() != Way.DESK
                    && one.way() != Way.WEB) {
                boolean told = i + 1 < steps.size() && steps.get(i + 1).happening() instanceof Happening.Told;
                days.answers()
                        .add(new Answer(
                                one.opened().id(),
                                unit,
                                one.way() == Way.PASTE ? one.group().id() : 0,
                                one.way() == Way.HOOK ? town.bridge(unit) : 0,
                                answered.words(),
                                step.at(),
                                told ? steps.get(i + 1).at() : null,
                                step.by()));
            }
        }
    }

    private static List<String> words(String use) {
        return Objects.requireNonNull(Told.byKind("words").get(use), use);
    }

    private int turn(String whose) {
        return turns.merge(whose, 1, Integer::sum) - 1;
    }

    private <T> T next(List<T> list, String whose) {
        return list.get(turn(whose) % list.size());
    }
}
