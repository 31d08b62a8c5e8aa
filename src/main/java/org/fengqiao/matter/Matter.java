package org.fengqiao.matter;

import java.time.Instant;
import java.util.List;
import org.fengqiao.audit.Seal;
import org.fengqiao.org.Role;
import org.fengqiao.org.Unit;
import org.fengqiao.shared.Place;
import org.fengqiao.shared.RefusedException;
import org.fengqiao.shared.RefusedException.Reason;
import org.fengqiao.shared.Words;
import org.jspecify.annotations.Nullable;

/**
 * A matter as it stands. Its verbs judge who may and what is possible now and return what happened; {@link #after} is the state that
 * follows. Nothing here touches the database.
 */
record Matter(
        long id,
        int unitId,
        int fromUnitId,
        String number,
        String kind,
        Urgency urgency,
        Stage stage,
        @Nullable Stage stageBefore,
        String words,
        @Nullable Place place,
        long residentId,
        String asker,
        Way way,
        int groupId,
        int bridgeId,
        int gridId,
        int handlerId,
        @Nullable String answer,
        @Nullable Boolean settled,
        @Nullable Integer stars,
        long mergedInto,
        String tracking,
        int version,
        Seal head,
        boolean unread,
        Instant openedAt,
        @Nullable Instant awaitingSince,
        @Nullable Instant answeredAt,
        @Nullable Instant closedAt) {

    static final int LONGEST_WORDS = 10_000;
    static final int LONGEST_REASON = 500;

    Happening accept(Actor by) {
        decides(by);
        return new Happening.Accepted();
    }

    Happening decline(Actor by, @Nullable String reason) {
        decides(by);
        return new Happening.Declined(Words.required(reason, LONGEST_REASON));
    }

    Happening take(Actor by, @Nullable String formerHandler) {
        works(by);
        if (handlerId == by.id() && stage == Stage.HANDLING) {
            throw RefusedException.because(Reason.CONFLICT, "refused.take.already");
        }
        return new Happening.Taken(by.id(), by.name(), formerHandler);
    }

    Happening giveBack(Actor by, @Nullable Unit from, @Nullable String reason) {
        decides(by);
        if (from == null) {
            throw RefusedException.because(Reason.CONFLICT, "refused.return.nowhere");
        }
        return new Happening.Returned(from.id(), from.name(), Words.required(reason, LONGEST_REASON));
    }

    Happening handOver(Actor by, Unit to, @Nullable String reason) {
        decides(by);
        if (to.id() == unitId) {
            throw RefusedException.badInput("refused.handover.same").at("unit");
        }
        if (to.kind() == Unit.Kind.PARTNER) {
            throw RefusedException.badInput("refused.handover.partner").at("unit");
        }
        return new Happening.HandedOver(to.id(), to.name(), Words.required(reason, LONGEST_REASON));
    }

    Happening askPartner(Actor by, int unit, int officer, String name, String task) {
        decides(by);
        return new Happening.PartnerAsked(unit, officer, name, task);
    }

    Happening partnerReports(Actor by, String done) {
        return new Happening.PartnerReported(by.name(), done);
    }

    Happening ask(Actor by, @Nullable String question) {
        works(by);
        return new Happening.Asked(Words.required(question, LONGEST_REASON));
    }

    Happening note(Actor by, @Nullable String what, List<Long> photos) {
        works(by);
        return new Happening.Noted(
                photos.isEmpty() ? Words.required(what, LONGEST_WORDS) : Words.orEmpty(what, LONGEST_WORDS), photos);
    }

    Happening addWord(Actor by, @Nullable String said, List<Long> photos) {
        if (by.by() == Actor.By.OFFICER) {
            works(by);
        }
        return new Happening.WordAdded(
                photos.isEmpty() ? Words.required(said, LONGEST_WORDS) : Words.orEmpty(said, LONGEST_WORDS), photos);
    }

    Happening answer(Actor by, @Nullable String said) {
        works(by);
        return new Happening.Answered(Words.required(said, LONGEST_WORDS));
    }

    Happening callBack(Actor by, boolean isSettled, @Nullable Integer given, @Nullable String said) {
        if (by.by() == Actor.By.OFFICER) {
            works(by);
        }
        if (given != null && (given < 1 || given > 5)) {
            throw RefusedException.badInput("refused.stars").at("stars");
        }
        return new Happening.CalledBack(isSettled, given, Words.orEmpty(said, LONGEST_REASON));
    }

    /** Without a call back only a leader may close, and says why: the one who handled it must not judge alone that it is settled. */
    Happening close(Actor by, @Nullable String said) {
        decides(by);
        if (stage == Stage.ANSWERED && !by.leadsAt(unitId) && by.by() != Actor.By.HOUSE) {
            throw RefusedException.because(Reason.CONFLICT, "refused.close.before-callback");
        }
        return new Happening.Closed(
                stage == Stage.ANSWERED ? Words.required(said, LONGEST_REASON) : Words.orEmpty(said, LONGEST_REASON));
    }

    Happening reopen(Actor by, @Nullable String reason) {
        if (by.by() != Actor.By.RESIDENT) {
            decides(by);
        }
        return new Happening.Reopened(Words.required(reason, LONGEST_REASON));
    }

    Happening mergeInto(Actor by, Matter lead) {
        decides(by);
        lead.decides(by);
        if (lead.id == id) {
            throw RefusedException.badInput("refused.merge.itself").at("into");
        }
        if (lead.stage.isOver()) {
            throw RefusedException.because(Reason.CONFLICT, "refused.merge.over", lead.number)
                    .at("into");
        }
        return new Happening.Merged(lead.id, lead.number);
    }

    /** Whoever leads the unit says whom it complains about; whoever opens a matter may say so at once. */
    void mayBeNamedIn(Actor by) {
        works(by);
        if (!by.leadsAt(unitId)) {
            throw RefusedException.because(Reason.NOT_ALLOWED, "refused.matter.role");
        }
        if (stage == Stage.MERGED) {
            throw RefusedException.because(Reason.CONFLICT, "refused.stage.MERGED");
        }
    }

    /** Who was named is let go by a supervisor of a unit above theirs, who answers for neither. */
    Happening liftNaming(Actor by, Namings.Naming naming, @Nullable String reason) {
        works(by);
        if (by.role() != Role.SUPERVISOR || !naming.isBelow(by.unit())) {
            throw RefusedException.because(Reason.NOT_ALLOWED, "refused.named.lift");
        }
        return new Happening.NamingLifted(
                naming.unit(), naming.officer(), naming.name(), Words.required(reason, LONGEST_REASON));
    }

    /** A hold is set and lifted by who leads the unit that answers for it. */
    void mayBeHeld(Actor by) {
        works(by);
        if (!by.leadsAt(unitId)) {
            throw RefusedException.because(Reason.NOT_ALLOWED, "refused.matter.role");
        }
    }

    /** Only what is over is emptied; who may is judged by the house's rules on erasing. */
    Happening erase(String basis) {
        if (!stage.isOver()) {
            throw RefusedException.because(Reason.CONFLICT, "refused.erase.open", number);
        }
        return new Happening.Erased(basis);
    }

    /** Whether it could go on in another matter, whichever that is. */
    Happening mergeSomewhere(Actor by) {
        decides(by);
        return new Happening.Merged(0, "");
    }

    /** Who called is told by the officer; every other way tells by itself. */
    Happening tellByMouth(Actor by) {
        works(by);
        if (way != Way.DESK || answer == null || stage == Stage.MERGED) {
            throw RefusedException.because(Reason.CONFLICT, "refused.tell");
        }
        return new Happening.Told(way.name(), "");
    }

    /** Who called about a merged matter is told what the one it goes on in was answered. */
    Happening tellOfLead(Actor by, Matter lead) {
        works(by);
        if (way != Way.DESK || !lead.stage.isAnswered()) {
            throw RefusedException.because(Reason.CONFLICT, "refused.tell");
        }
        return new Happening.Told(way.name(), "");
    }

    Happening unmerge(Actor by, String leadNumber) {
        decides(by);
        return new Happening.Unmerged(mergedInto, leadNumber, stageBefore == null ? Stage.RECEIVED : stageBefore);
    }

    Happening amend(
            Actor by,
            @Nullable String newKind,
            @Nullable String newUrgency,
            @Nullable String newPlace,
            @Nullable String newAsker) {
        works(by);
        Happening.Amended amended = new Happening.Amended(
                unlessSame(newKind, kind),
                unlessSame(newUrgency, urgency.name()),
                unlessSame(newPlace, place == null ? "" : place.words()),
                unlessSame(newAsker, asker));
        if (amended.equals(new Happening.Amended(null, null, null, null))) {
            throw RefusedException.badInput("refused.amend.same");
        }
        return amended;
    }

    private static @Nullable String unlessSame(@Nullable String wished, String now) {
        return now.equals(wished) ? null : wished;
    }

    /**
     * The state after a happening.
     *
     * @throws RefusedException (CONFLICT) when it cannot come at this stage
     */
    Matter after(Happening happening, Actor by, Instant now) {
        Draft next = new Draft(this);
        next.stage = stage.next(happening);
        next.version = version + 1;
        next.unread = by.by() == Actor.By.RESIDENT || (by.by() == Actor.By.HOUSE && unread);
        switch (happening) {
            case Happening.Opened opened -> {}
            case Happening.Accepted accepted -> {}
            case Happening.Declined declined -> next.answer = declined.reason();
            case Happening.Taken taken -> next.handlerId = taken.officer();
            case Happening.Returned returned -> next.moveTo(returned.toUnit(), 0);
            case Happening.HandedOver handed -> next.moveTo(handed.toUnit(), unitId);
            case Happening.Asked asked -> next.awaitingSince = now;
            case Happening.Answered answered -> {
                next.answer = answered.words();
                next.answeredAt = now;
                next.awaitingSince = null;
                next.settled = null;
            }
            case Happening.CalledBack called -> {
                next.settled = called.settled();
                next.stars = called.stars() == null ? stars : called.stars();
            }
            case Happening.Closed closed -> {}
            case Happening.Reopened reopened -> next.settled = null;
            case Happening.Merged merged -> {
                next.mergedInto = merged.into();
                next.stageBefore = stage;
            }
            case Happening.Unmerged unmerged -> {
                next.mergedInto = 0;
                next.stageBefore = null;
            }
            case Happening.PartnerAsked asked -> {}
            case Happening.PartnerReported reported -> next.unread = true;
            case Happening.WordAdded word -> next.awaitingSince = null;
            case Happening.Noted noted -> {}
            case Happening.Amended amended -> next.amend(amended);
            case Happening.Told told -> next.unread = unread;
            case Happening.Named named -> {
                if (named.toUnit() != 0) {
                    next.moveTo(named.toUnit(), 0);
                } else if (named.officer() == handlerId) {
                    next.handlerId = 0;
                }
            }
            case Happening.NamingLifted lifted -> {}
            case Happening.Erased erased -> next.empty();
        }
        next.closedAt = !next.stage.isOver() ? null : closedAt == null ? now : closedAt;
        return next.matter();
    }

    /** The same with the seal of its last line. */
    Matter sealed(Seal seal) {
        Draft same = new Draft(this);
        same.head = seal;
        return same.matter();
    }

    /** A place, or null where there are neither words nor a point. */
    static @Nullable Place placeOf(@Nullable String words, @Nullable Double longitude, @Nullable Double latitude) {
        String said = Words.orEmpty(words, Place.LONGEST);
        return said.isEmpty() && longitude == null && latitude == null ? null : new Place(said, longitude, latitude);
    }

    private void works(Actor by) {
        if (!by.worksAt(unitId)) {
            throw RefusedException.because(Reason.NOT_ALLOWED, "refused.matter.not-yours");
        }
    }

    private void decides(Actor by) {
        works(by);
        if (!by.decidesAt(unitId)) {
            throw RefusedException.because(Reason.NOT_ALLOWED, "refused.matter.role");
        }
    }

    /** The columns that change, while the next state is being written down. */
    private static final class Draft {
        private final Matter before;
        private int unitId;
        private int fromUnitId;
        private String kind;
        private Urgency urgency;
        private Stage stage;
        private @Nullable Stage stageBefore;
        private String words;
        private @Nullable Place place;
        private String asker;
        private int handlerId;
        private @Nullable String answer;
        private @Nullable Boolean settled;
        private @Nullable Integer stars;
        private long mergedInto;
        private int version;
        private Seal head;
        private boolean unread;
        private @Nullable Instant awaitingSince;
        private @Nullable Instant answeredAt;
        private @Nullable Instant closedAt;

        Draft(Matter before) {
            this.before = before;
            this.unitId = before.unitId;
            this.fromUnitId = before.fromUnitId;
            this.kind = before.kind;
            this.urgency = before.urgency;
            this.stage = before.stage;
            this.stageBefore = before.stageBefore;
            this.words = before.words;
            this.place = before.place;
            this.asker = before.asker;
            this.handlerId = before.handlerId;
            this.answer = before.answer;
            this.settled = before.settled;
            this.stars = before.stars;
            this.mergedInto = before.mergedInto;
            this.version = before.version;
            this.head = before.head;
            this.unread = before.unread;
            this.awaitingSince = before.awaitingSince;
            this.answeredAt = before.answeredAt;
            this.closedAt = before.closedAt;
        }

        void moveTo(int unit, int from) {
            unitId = unit;
            fromUnitId = from;
            handlerId = 0;
            awaitingSince = null;
        }

        void amend(Happening.Amended amended) {
            if (amended.kind() != null) {
                kind = amended.kind();
            }
            if (amended.urgency() != null) {
                urgency = Urgency.valueOf(amended.urgency());
            }
            if (amended.place() != null) {
                place = placeOf(
                        amended.place(),
                        place == null ? null : place.longitude(),
                        place == null ? null : place.latitude());
            }
            if (amended.asker() != null) {
                asker = amended.asker();
            }
        }

        void empty() {
            words = "";
            place = null;
            asker = "";
            answer = answer == null ? null : "";
        }

        Matter matter() {
            return new Matter(
                    before.id,
                    unitId,
                    fromUnitId,
                    before.number,
                    kind,
                    urgency,
                    stage,
                    stageBefore,
                    words,
                    place,
                    before.residentId,
                    asker,
                    before.way,
                    before.groupId,
                    before.bridgeId,
                    before.gridId,
                    handlerId,
                    answer,
                    settled,
                    stars,
                    mergedInto,
                    before.tracking,
                    version,
                    head,
                    unread,
                    before.openedAt,
                    awaitingSince,
                    answeredAt,
                    closedAt);
        }
    }
}
