package org.fengqiao.intake.door;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.fengqiao.database.Sight;
import org.fengqiao.matter.Actor;
import org.fengqiao.matter.Happening;
import org.fengqiao.matter.Ledger;
import org.fengqiao.matter.LedgerLine;
import org.fengqiao.matter.MatterSheets;
import org.fengqiao.matter.MatterView;
import org.fengqiao.matter.ShowPhoto;
import org.fengqiao.matter.Stage;
import org.fengqiao.org.Officer;
import org.fengqiao.org.Officers;
import org.fengqiao.org.Role;
import org.fengqiao.people.ResidentSheets;
import org.fengqiao.shared.MaskedText;
import org.fengqiao.shared.RefusedException;
import org.fengqiao.shared.RefusedException.Reason;
import org.fengqiao.shared.TrackingCode;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Tells a resident how the matter stands. The matter itself is read with the sight of its tracking code alone; names of officers and
 * the lead of a merged matter are looked up by the house and cut down to what a resident may know.
 */
@Component
class FollowMatter {

    private static final int LONGEST_CHAIN = 10;

    private static final Set<String> DOUBLE_SURNAMES = Set.of(
            "欧阳", "司马", "上官", "诸葛", "东方", "皇甫", "尉迟", "公孙", "慕容", "令狐", "司徒", "夏侯", "轩辕", "端木", "百里", "东郭", "南宫", "呼延",
            "闻人", "宇文", "长孙", "鲜于", "司空");

    private final MatterSheets sheets;
    private final Ledger ledger;
    private final ShowPhoto showPhoto;
    private final Officers officers;
    private final ResidentSheets residents;
    private final JdbcClient jdbc;
    private final TransactionTemplate reading;

    FollowMatter(
            MatterSheets sheets,
            Ledger ledger,
            ShowPhoto showPhoto,
            Officers officers,
            ResidentSheets residents,
            JdbcClient jdbc,
            PlatformTransactionManager transactions) {
        this.sheets = sheets;
        this.ledger = ledger;
        this.showPhoto = showPhoto;
        this.officers = officers;
        this.residents = residents;
        this.jdbc = jdbc;
        this.reading = new TransactionTemplate(transactions);
        this.reading.setReadOnly(true);
    }

    /**
     * How it stands.
     *
     * @throws RefusedException NOT_FOUND when no matter has this code
     */
    Progress follow(TrackingCode code) {
        Sight sight = Sight.tracking(code.letters());
        MatterView matter =
                sight.see(() -> sheets.findByTracking(code.letters())).orElseThrow(FollowMatter::absent);
        List<LedgerLine> lines = sight.see(() -> ledger.of(matter.id()));
        return Sight.HOUSE.see(() -> reading.execute(status -> tell(code, matter, lines)));
    }

    /**
     * One of the resident's own photos.
     *
     * @throws RefusedException NOT_FOUND when there is no such photo, or it is not one the resident gave
     */
    byte[] photo(TrackingCode code, long photo, ShowPhoto.Size size) {
        Sight sight = Sight.tracking(code.letters());
        MatterView matter =
                sight.see(() -> sheets.findByTracking(code.letters())).orElseThrow(FollowMatter::absent);
        boolean own = sight.see(() -> ledger.of(matter.id())).stream()
                .anyMatch(line -> line.happening() instanceof Happening.WordAdded word
                        && word.photos().contains(photo));
        if (!own) {
            throw RefusedException.because(Reason.NOT_FOUND, "refused.photo.absent");
        }
        return sight.see(() -> showPhoto.show(matter.id(), photo, size));
    }

    static RefusedException absent() {
        return RefusedException.because(Reason.NOT_FOUND, "refused.tracking.absent");
    }

    private Progress tell(TrackingCode code, MatterView matter, List<LedgerLine> lines) {
        Progress.Lead lead = lead(matter);
        List<Progress.Told> told = new ArrayList<>();
        for (LedgerLine line : lines) {
            Progress.Told one = told(line);
            if (one != null) {
                told.add(one);
            }
        }
        told.sort(Comparator.comparing(Progress.Told::at).reversed());
        return new Progress(
                matter.id(),
                matter.unitId(),
                matter.unitName(),
                phoneOf(matter.unitId()),
                matter.number(),
                code,
                matter.stage(),
                Progress.stepOf(lead == null ? matter.stage() : lead.stage()),
                matter.words(),
                matter.place(),
                matter.asker(),
                person(matter.handlerId()),
                matter.stage() == Stage.MERGED ? null : matter.answer(),
                question(matter, lines),
                matter.stars(),
                matter.openedAt(),
                told,
                lead);
    }

    private static @Nullable String question(MatterView matter, List<LedgerLine> lines) {
        if (matter.awaitingSince() == null || matter.stage().isOver()) {
            return null;
        }
        String question = null;
        for (LedgerLine line : lines) {
            if (line.happening() instanceof Happening.Asked asked) {
                question = asked.question();
            }
        }
        return question;
    }

    private Progress.@Nullable Lead lead(MatterView matter) {
        Optional<MatterView> lead = Optional.empty();
        Set<Long> met = new HashSet<>();
        for (long into = matter.mergedInto(); into != 0 && met.add(into) && met.size() < LONGEST_CHAIN; ) {
            lead = sheets.find(into);
            into = lead.map(MatterView::mergedInto).orElse(0L);
        }
        return lead.map(one -> new Progress.Lead(
                        one.id(),
                        one.stage(),
                        Progress.stepOf(one.stage()),
                        one.unitName(),
                        person(one.handlerId()),
                        one.answer() == null ? null : MaskedText.of(one.answer(), namesOf(one))))
                .orElse(null);
    }

    private List<String> namesOf(MatterView matter) {
        List<String> names = new ArrayList<>(residents.names(matter.residentId()));
        names.add(matter.asker());
        return names;
    }

    private String phoneOf(int unit) {
        return jdbc.sql("select phone from org.unit where id = ?")
                .param(unit)
                .query((row, n) -> row.getString(1))
                .single();
    }

    private Progress.Person person(int officer) {
        return officer == 0
                ? Progress.Person.NOBODY
                : officers.find(officer).map(FollowMatter::person).orElse(Progress.Person.NOBODY);
    }

    private static Progress.Person person(Officer officer) {
        return new Progress.Person(surname(officer.name()), titleKey(officer.role()));
    }

    private static String titleKey(Role role) {
        return switch (role) {
            case OFFICER, SUPERVISOR, ADMINISTRATOR, SECURITY, AUDITOR -> "door.officer.police";
            case AUXILIARY -> "door.officer.auxiliary";
            case CHIEF -> "door.officer.chief";
            case PARTNER, MEDIATOR, VOLUNTEER -> "door.officer.other";
        };
    }

    /** The surname of a Chinese name, the first word of any other. */
    static String surname(String name) {
        if (name.isEmpty() || !Character.isIdeographic(name.codePointAt(0))) {
            return name.split(" ", 2)[0];
        }
        return name.length() > 2 && DOUBLE_SURNAMES.contains(name.substring(0, 2))
                ? name.substring(0, 2)
                : name.substring(0, name.offsetByCodePoints(0, 1));
    }

    /** The line in what a resident may know of it; null for what is our own business. */
    private Progress.@Nullable Told told(LedgerLine line) {
        boolean mine = line.by() == Actor.By.RESIDENT;
        return switch (line.happening()) {
            case Happening.Opened opened -> said(line, "door.told.opened", opened.words(), List.of());
            case Happening.WordAdded word ->
                said(
                        line,
                        mine ? word.words().isEmpty() ? "door.told.photos" : "door.told.added" : "door.told.added-for",
                        word.words(),
                        word.photos());
            case Happening.Accepted accepted -> ours(line, "door.told.accepted", "", "");
            case Happening.Declined declined -> ours(line, "door.told.declined", "", declined.reason());
            case Happening.Taken taken -> ours(line, "door.told.taken", "", "");
            case Happening.Returned returned -> ours(line, "door.told.handed", returned.toName(), "");
            case Happening.HandedOver handed -> ours(line, "door.told.handed", handed.toName(), "");
            case Happening.Asked asked -> ours(line, "door.told.asked", "", asked.question());
            case Happening.Answered answered -> ours(line, "door.told.answered", "", answered.words());
            case Happening.CalledBack called ->
                new Progress.Told(
                        called.settled() ? "door.told.settled" : "door.told.unsettled",
                        Progress.Person.NOBODY,
                        "",
                        called.words(),
                        called.stars(),
                        List.of(),
                        mine,
                        line.at());
            case Happening.Closed closed -> ours(line, "door.told.closed", "", "");
            case Happening.Reopened reopened ->
                mine
                        ? said(line, "door.told.reopened-by-me", reopened.reason(), List.of())
                        : ours(line, "door.told.reopened", "", "");
            case Happening.Merged merged -> ours(line, "door.told.merged", "", "");
            case Happening.Unmerged unmerged -> ours(line, "door.told.unmerged", "", "");
            case Happening.PartnerAsked asked ->
                asked.unit() == 0
                        ? ours(line, "door.told.helper", "", "")
                        : ours(line, "door.told.partner", asked.name(), "");
            case Happening.PartnerReported reported -> null;
            case Happening.Noted noted -> null;
            case Happening.Amended amended -> null;
            case Happening.Told told -> null;
            case Happening.Named named ->
                named.toUnit() == 0 ? null : ours(line, "door.told.handed", named.toName(), "");
            case Happening.NamingLifted lifted -> null;
            case Happening.Erased erased -> null;
        };
    }

    private static Progress.Told said(LedgerLine line, String key, String words, List<Long> photos) {
        return new Progress.Told(key, Progress.Person.NOBODY, "", words, null, photos, true, line.at());
    }

    private Progress.Told ours(LedgerLine line, String key, String more, String words) {
        return new Progress.Told(key, person(line.byId()), more, words, null, List.of(), false, line.at());
    }
}
