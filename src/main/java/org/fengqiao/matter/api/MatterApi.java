package org.fengqiao.matter.api;

import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import org.fengqiao.access.Allowed;
import org.fengqiao.access.SignedIn;
import org.fengqiao.group.ChatGroup;
import org.fengqiao.group.GroupSheets;
import org.fengqiao.matter.Actor;
import org.fengqiao.matter.Happening;
import org.fengqiao.matter.Ledger;
import org.fengqiao.matter.LedgerLine;
import org.fengqiao.matter.MatterChoices;
import org.fengqiao.matter.MatterFilter;
import org.fengqiao.matter.MatterRow;
import org.fengqiao.matter.MatterSheets;
import org.fengqiao.matter.NewMatter;
import org.fengqiao.matter.OpenMatter;
import org.fengqiao.matter.ReadMatter;
import org.fengqiao.matter.Stage;
import org.fengqiao.matter.Urgency;
import org.fengqiao.matter.Way;
import org.fengqiao.org.Role;
import org.fengqiao.people.KeepResident;
import org.fengqiao.people.NewResident;
import org.fengqiao.shared.MaskedText;
import org.fengqiao.shared.Page;
import org.fengqiao.shared.PageKey;
import org.fengqiao.shared.PhoneNumber;
import org.fengqiao.shared.RefusedException;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Opening and reading. */
@RestController
@RequestMapping("/api/v1/matters")
@Allowed(
        value = {Role.OFFICER, Role.AUXILIARY, Role.CHIEF, Role.SUPERVISOR, Role.PARTNER, Role.MEDIATOR, Role.VOLUNTEER
        },
        scope = "matters:read")
class MatterApi {

    private static final Set<String> FILTERS = Set.of(
            "open",
            "stage",
            "kind",
            "urgency",
            "handler",
            "group",
            "resident",
            "unit",
            "unread",
            "awaiting",
            "words",
            "from",
            "to",
            "next",
            "size",
            "lang");

    private final OpenMatter openMatter;
    private final MatterSheets sheets;
    private final ReadMatter readMatter;
    private final Ledger ledger;
    private final GroupSheets groups;
    private final KeepResident keepResident;
    private final MatterChoices choices;

    MatterApi(
            OpenMatter openMatter,
            MatterSheets sheets,
            ReadMatter readMatter,
            Ledger ledger,
            GroupSheets groups,
            KeepResident keepResident,
            MatterChoices choices) {
        this.openMatter = openMatter;
        this.sheets = sheets;
        this.readMatter = readMatter;
        this.ledger = ledger;
        this.groups = groups;
        this.keepResident = keepResident;
        this.choices = choices;
    }

    @PostMapping
    @Allowed(
            value = {Role.OFFICER, Role.AUXILIARY, Role.CHIEF, Role.SUPERVISOR},
            scope = "matters:write")
    ResponseEntity<Told.Opened> open(@RequestBody Asked.Open asked, @AuthenticationPrincipal SignedIn me) {
        int unit = unitFor(asked, me);
        NewMatter matter = NewMatter.of(
                        unit,
                        Versions.required(asked.kind(), "kind"),
                        asked.words() == null ? "" : asked.words(),
                        Way.API)
                .urgent(asked.urgency() == null ? Urgency.NORMAL : asked.urgency())
                .at(asked.place() == null ? null : asked.place().place())
                .askedBy(residentOf(asked, unit, me), asked.asker() == null ? "" : asked.asker())
                .inGroup(asked.group() == null ? 0 : asked.group())
                .saidAt(asked.saidAt());
        OpenMatter.Opened opened = openMatter.open(matter, Actor.of(me));
        return ResponseEntity.created(URI.create("/api/v1/matters/" + opened.id()))
                .eTag(Versions.tag(opened.version()))
                .body(new Told.Opened(opened.id(), opened.number(), opened.tracking(), opened.version()));
    }

    private int unitFor(Asked.Open asked, SignedIn me) {
        if (asked.group() == null) {
            return asked.unit() == null ? me.unit() : asked.unit();
        }
        ChatGroup group = groups.find(asked.group())
                .filter(found -> !found.closed())
                .orElseThrow(() -> RefusedException.because(RefusedException.Reason.NOT_FOUND, "refused.group.absent")
                        .at("group"));
        if (asked.unit() != null && asked.unit() != group.unitId()) {
            throw RefusedException.badInput("refused.group.unit").at("group");
        }
        return group.unitId();
    }

    /** Who leaves a phone number gets a sheet or is found again. Not at a desk that is not the caller's: then nothing is kept. */
    private long residentOf(Asked.Open asked, int unit, SignedIn me) {
        return asked.phone() == null || !me.desks().contains(unit)
                ? 0
                : keepResident.keep(unit, NewResident.of(asked.asker(), phone(asked.phone())));
    }

    private static PhoneNumber phone(String digits) {
        try {
            return PhoneNumber.of(digits);
        } catch (RefusedException malformed) {
            throw malformed.at("phone");
        }
    }

    @GetMapping
    Told.Listing<Told.MatterLine> list(
            @RequestParam(defaultValue = "false") boolean open,
            @RequestParam(required = false) @Nullable Set<Stage> stage,
            @RequestParam(required = false) @Nullable String kind,
            @RequestParam(required = false) @Nullable Urgency urgency,
            @RequestParam(defaultValue = "0") int handler,
            @RequestParam(defaultValue = "0") int group,
            @RequestParam(defaultValue = "0") long resident,
            @RequestParam(defaultValue = "0") int unit,
            @RequestParam(defaultValue = "false") boolean unread,
            @RequestParam(defaultValue = "false") boolean awaiting,
            @RequestParam(required = false) @Nullable String words,
            @RequestParam(required = false) @Nullable LocalDate from,
            @RequestParam(required = false) @Nullable LocalDate to,
            @RequestParam(required = false) @Nullable String next,
            @RequestParam(defaultValue = "50") int size,
            HttpServletRequest request,
            @AuthenticationPrincipal SignedIn me) {
        for (String name : request.getParameterMap().keySet()) {
            if (!FILTERS.contains(name)) {
                throw RefusedException.badInput("refused.parameter.unknown", name)
                        .at(name);
            }
        }
        MatterFilter filter = new MatterFilter(
                open,
                stage == null ? Set.of() : stage,
                kind,
                urgency,
                handler,
                group,
                resident,
                unit,
                unread,
                awaiting,
                words,
                from,
                to);
        Page<MatterRow> page = sheets.list(me, filter, next == null ? null : PageKey.parse(next), size);
        boolean handed = Role.HANDED.contains(me.role());
        return Told.Listing.of(page, row -> Told.MatterLine.of(handed ? row.masked() : row));
    }

    @GetMapping("/counts")
    @Allowed(
            value = {Role.OFFICER, Role.AUXILIARY, Role.CHIEF, Role.SUPERVISOR},
            scope = "matters:read")
    MatterSheets.Counts counts(@AuthenticationPrincipal SignedIn me) {
        return sheets.counts(me);
    }

    @GetMapping("/{id}")
    ResponseEntity<Told.Matter> read(@PathVariable long id, @AuthenticationPrincipal SignedIn me) {
        return told(readMatter.brief(id, me), me);
    }

    @GetMapping("/by-number/{number}")
    ResponseEntity<Told.Matter> readByNumber(@PathVariable String number, @AuthenticationPrincipal SignedIn me) {
        return told(readMatter.brief(number.strip(), me), me);
    }

    @GetMapping("/{id}/timeline")
    List<Told.Line> timeline(@PathVariable long id, @AuthenticationPrincipal SignedIn me) {
        List<LedgerLine> lines = ledger.of(id);
        if (lines.isEmpty()) {
            throw absent();
        }
        if (me.role().worksAtDesk()) {
            return lines.stream().map(Told.Line::of).toList();
        }
        return lines.stream()
                .filter(line -> concerns(line, me))
                .map(MatterApi::masked)
                .toList();
    }

    /** A partner, mediator or volunteer is told of the own tasks only. */
    @GetMapping("/{id}/tasks")
    List<ReadMatter.Task> tasks(@PathVariable long id, @AuthenticationPrincipal SignedIn me) {
        return readMatter.read(id, me).tasks();
    }

    @GetMapping("/{id}/merged")
    @Allowed(
            value = {Role.OFFICER, Role.AUXILIARY, Role.CHIEF, Role.SUPERVISOR},
            scope = "matters:read")
    List<Told.Merged> merged(@PathVariable long id, @AuthenticationPrincipal SignedIn me) {
        return readMatter.read(id, me).merged().stream().map(Told.Merged::of).toList();
    }

    @GetMapping("/{id}/choices")
    @Allowed(
            value = {Role.OFFICER, Role.AUXILIARY, Role.CHIEF, Role.SUPERVISOR},
            scope = "matters:read")
    Told.Choices choices(@PathVariable long id, @AuthenticationPrincipal SignedIn me) {
        ReadMatter.Story story = readMatter.read(id, me);
        int unit = story.matter().unitId();
        return new Told.Choices(
                List.copyOf(story.possible()),
                choices.unitsBeside(unit),
                choices.partnersOf(unit),
                choices.helpersOf(unit));
    }

    private static Told.Line masked(LedgerLine line) {
        Told.Line told = Told.Line.of(line);
        if (!(line.happening() instanceof Happening.Opened opened)) {
            return told;
        }
        List<String> names = List.of(opened.asker());
        Happening masked = new Happening.Opened(
                opened.kind(),
                opened.urgency(),
                MaskedText.of(opened.words(), names),
                MaskedText.of(opened.asker(), names),
                opened.way());
        Told.Line.Who by = line.by() == Actor.By.RESIDENT ? new Told.Line.Who(line.by(), null, null) : told.by();
        return new Told.Line(told.seq(), told.at(), told.what(), by, told.unit(), masked);
    }

    /** Several partners may work on one matter, and each sees only its own part. */
    private static boolean concerns(LedgerLine line, SignedIn me) {
        return switch (line.happening()) {
            case Happening.Opened opened -> true;
            case Happening.Closed closed -> true;
            case Happening.PartnerAsked asked ->
                asked.officer() == me.officer() || (asked.unit() != 0 && asked.unit() == me.unit());
            default -> line.byId() == me.officer();
        };
    }

    private static ResponseEntity<Told.Matter> told(ReadMatter.Brief brief, SignedIn me) {
        return ResponseEntity.ok().eTag(Versions.tag(brief.matter().version())).body(Told.Matter.of(brief, me));
    }

    private static RefusedException absent() {
        return RefusedException.because(RefusedException.Reason.NOT_FOUND, "refused.matter.absent");
    }
}
