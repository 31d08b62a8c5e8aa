package org.fengqiao.matter;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.fengqiao.access.SignedIn;
import org.fengqiao.audit.AuditTrail;
import org.fengqiao.audit.Deed;
import org.fengqiao.database.Sight;
import org.fengqiao.org.Units;
import org.fengqiao.people.KeepResident;
import org.fengqiao.people.NewResident;
import org.fengqiao.people.RecogniseResident;
import org.fengqiao.people.Resident;
import org.fengqiao.people.ResidentSheets;
import org.fengqiao.shared.PhoneNumber;
import org.fengqiao.shared.Place;
import org.fengqiao.shared.RefusedException;
import org.fengqiao.shared.Words;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Somebody on the phone or at the counter: recognised by number, taken down in one go. */
@Component
public class CallerAtDesk {

    static final Deed RECOGNISED = Deed.named("caller.recognised");

    private static final int MOST_SHOWN = 5;

    private final OpenMatter openMatter;
    private final MatterSheets sheets;
    private final RecogniseResident recogniseResident;
    private final ResidentSheets residents;
    private final KeepResident keepResident;
    private final Units units;
    private final AuditTrail trail;

    CallerAtDesk(
            OpenMatter openMatter,
            MatterSheets sheets,
            RecogniseResident recogniseResident,
            ResidentSheets residents,
            KeepResident keepResident,
            Units units,
            AuditTrail trail) {
        this.units = units;
        this.trail = trail;
        this.openMatter = openMatter;
        this.sheets = sheets;
        this.recogniseResident = recogniseResident;
        this.residents = residents;
        this.keepResident = keepResident;
    }

    /**
     * A resident we know.
     *
     * @param open what is open of theirs, newest first
     */
    public record Known(long resident, String name, String address, List<MatterRow> open) {}

    /**
     * What was typed during the call.
     *
     * @param phone as it was typed, may be empty
     * @param aboutUnit whether it complains about the unit itself or somebody there
     */
    public record Call(
            int unit,
            @Nullable String words,
            String kind,
            String urgency,
            @Nullable String place,
            @Nullable String phone,
            @Nullable String name,
            boolean aboutUnit) {}

    /** Who has this number at this unit; nobody when it is not a number yet. That somebody was found is kept. */
    @Transactional
    public Optional<Known> recognise(SignedIn me, int unit, String phone) {
        Optional<Known> known = number(phone)
                .flatMap(digits -> recogniseResident.byPhone(unit, digits))
                .flatMap(residents::find)
                .map(Resident::atAGlance)
                .map(resident -> new Known(
                        resident.id(),
                        resident.name(),
                        resident.address(),
                        sheets.list(me, MatterFilter.OPEN.askedBy(resident.id()), null, MOST_SHOWN)
                                .items()));
        known.ifPresent(found -> trail.keep(RECOGNISED, "resident/" + found.resident(), "", Map.of()));
        return known;
    }

    private static Optional<PhoneNumber> number(String typed) {
        try {
            return typed.isBlank() ? Optional.empty() : Optional.of(PhoneNumber.of(typed));
        } catch (RefusedException notYet) {
            return Optional.empty();
        }
    }

    /**
     * The sight to open the matter with, given before the transaction: what is about a unit is opened at the one above.
     *
     * @throws RefusedException when there is none above
     */
    public Sight sight(SignedIn me, int unit, boolean aboutUnit) {
        return aboutUnit ? me.sight().alsoAt(units.above(unit).id()) : me.sight();
    }

    /** Whether this officer belongs to the unit or to one below it, and so does not see what is about it. */
    public boolean isOf(SignedIn me, int unit) {
        return units.find(me.unit()).filter(own -> own.isWithin(unit)).isPresent();
    }

    /**
     * Opens a matter for the caller, with {@link #sight}.
     *
     * @throws RefusedException when there are no words, the number is none, the kind is unknown, or the unit is not in sight
     */
    @Transactional
    public OpenMatter.Opened open(Call call, Actor by) {
        if (!by.worksAt(call.unit())) {
            throw RefusedException.because(RefusedException.Reason.NOT_FOUND, "refused.unit.absent")
                    .at("unit");
        }
        String words = Words.required(call.words(), Matter.LONGEST_WORDS);
        String phone = Words.orEmpty(call.phone(), 40);
        String name = Words.orEmpty(call.name(), 40);
        // Who complains about a unit is not written into the list of residents there.
        int kept = call.aboutUnit() ? units.above(call.unit()).id() : call.unit();
        long resident = phone.isEmpty() ? 0 : keepResident.keep(kept, NewResident.of(name, number(phone, "phone")));
        return openMatter.open(
                new NewMatter(
                        call.unit(),
                        call.kind().isEmpty() ? "DEMAND" : call.kind(),
                        urgency(call.urgency()),
                        words,
                        Matter.placeOf(Words.orEmpty(call.place(), Place.LONGEST), null, null),
                        resident,
                        name.isEmpty() ? nameOf(resident) : name,
                        Way.DESK,
                        0,
                        0,
                        0,
                        null,
                        call.aboutUnit() ? call.unit() : 0),
                by);
    }

    private static PhoneNumber number(String typed, String field) {
        try {
            return PhoneNumber.of(typed);
        } catch (RefusedException refusal) {
            throw refusal.at(field);
        }
    }

    private String nameOf(long resident) {
        return resident == 0 ? "" : residents.find(resident).map(Resident::name).orElse("");
    }

    private static Urgency urgency(String name) {
        return Arrays.stream(Urgency.values())
                .filter(one -> one.name().equals(name))
                .findFirst()
                .orElse(Urgency.NORMAL);
    }
}
