package org.fengqiao.matter.api;

import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import org.fengqiao.access.SignedIn;
import org.fengqiao.group.ChatGroup;
import org.fengqiao.matter.Actor;
import org.fengqiao.matter.Happening;
import org.fengqiao.matter.LedgerLine;
import org.fengqiao.matter.MatterChoices;
import org.fengqiao.matter.MatterRow;
import org.fengqiao.matter.MatterView;
import org.fengqiao.matter.ReadMatter;
import org.fengqiao.matter.ShowPhoto;
import org.fengqiao.matter.Stage;
import org.fengqiao.matter.Urgency;
import org.fengqiao.matter.Verb;
import org.fengqiao.matter.Way;
import org.fengqiao.org.Role;
import org.fengqiao.shared.Page;
import org.jspecify.annotations.Nullable;

/** What a program is told. What is not there is null, never zero or empty. */
final class Told {

    private Told() {}

    record Opened(long id, String number, String tracking, int version) {}

    record Changed(long id, int version) {}

    /** The whole phone number of whoever asked; not to be stored. */
    record Caller(String phone) {}

    /** {@code photos} are ids, in the order the files were sent. */
    record PhotosAdded(long id, int version, List<Long> photos) {}

    /** Width and height in pixels. */
    record Photo(long id, int width, int height) {

        static Photo of(ShowPhoto.Attached photo) {
            return new Photo(photo.id(), photo.width(), photo.height());
        }
    }

    record Ref(int id, String name) {

        static @Nullable Ref of(int id, String name) {
            return id == 0 ? null : new Ref(id, name);
        }
    }

    /** What the reader can do with a matter now, and with whom: ids for hand-over and partner. */
    record Choices(
            List<Verb> possible,
            List<MatterChoices.Choice> units,
            List<MatterChoices.Choice> partners,
            List<MatterChoices.Choice> helpers) {}

    /** A matter that goes on in the one asked for; {@code untold} when its caller is still to be told the answer by mouth. */
    record Merged(long id, String number, @Nullable String asker, String words, boolean untold) {

        static Merged of(ReadMatter.Merged merged) {
            return new Merged(merged.id(), merged.number(), orNull(merged.asker()), merged.words(), merged.untold());
        }
    }

    record Where(
            String words,
            @Nullable Double longitude,
            @Nullable Double latitude) {}

    /** A page; {@code next} begins the following one and is null at the end. */
    record Listing<T>(List<T> items, @Nullable String next) {

        static <S, T> Listing<T> of(Page<S> page, Function<S, T> tell) {
            return new Listing<>(
                    page.items().stream().map(tell).toList(),
                    page.next() == null ? null : page.next().toString());
        }
    }

    record MatterLine(
            long id,
            String number,
            int version,
            String kind,
            Urgency urgency,
            Stage stage,
            String summary,
            @Nullable String place,
            @Nullable String asker,
            Way way,
            @Nullable Ref unit,
            @Nullable Ref group,
            @Nullable Ref handler,
            boolean unread,
            Instant openedAt,
            @Nullable Instant awaitingSince,
            @Nullable Instant answeredAt) {

        static MatterLine of(MatterRow row) {
            return new MatterLine(
                    row.id(),
                    row.number(),
                    row.version(),
                    row.kind(),
                    row.urgency(),
                    row.stage(),
                    row.summary(),
                    orNull(row.place()),
                    orNull(row.asker()),
                    row.way(),
                    Ref.of(row.unitId(), row.unitName()),
                    Ref.of(row.groupId(), row.groupName()),
                    Ref.of(row.handlerId(), row.handlerName()),
                    row.unread(),
                    row.openedAt(),
                    row.awaitingSince(),
                    row.answeredAt());
        }
    }

    /**
     * One matter.
     *
     * @param handedOverBy id of the unit it can be returned to
     * @param mergedInto the matter it goes on in
     * @param tracking the resident's code; told only to whoever answers for the matter
     * @param photos oldest first
     */
    record Matter(
            long id,
            String number,
            int version,
            String kind,
            Urgency urgency,
            Stage stage,
            String words,
            @Nullable Where place,
            @Nullable String asker,
            @Nullable Long resident,
            Way way,
            @Nullable Ref unit,
            @Nullable Ref group,
            @Nullable Ref handler,
            @Nullable Integer handedOverBy,
            @Nullable String answer,
            @Nullable Boolean settled,
            @Nullable Integer stars,
            @Nullable Other mergedInto,
            @Nullable String tracking,
            List<Photo> photos,
            boolean unread,
            Instant openedAt,
            @Nullable Instant awaitingSince,
            @Nullable Instant answeredAt,
            @Nullable Instant closedAt) {

        record Other(long id, String number) {}

        static Matter of(ReadMatter.Brief brief, SignedIn me) {
            MatterView view = brief.matter();
            boolean handed = Role.HANDED.contains(me.role());
            return new Matter(
                    view.id(),
                    view.number(),
                    view.version(),
                    view.kind(),
                    view.urgency(),
                    view.stage(),
                    brief.words(),
                    view.place() == null
                            ? null
                            : new Where(
                                    view.place().words(),
                                    view.place().longitude(),
                                    view.place().latitude()),
                    orNull(brief.asker()),
                    handed || view.residentId() == 0 ? null : view.residentId(),
                    view.way(),
                    Ref.of(view.unitId(), view.unitName()),
                    Ref.of(view.groupId(), view.groupName()),
                    Ref.of(view.handlerId(), view.handlerName()),
                    view.fromUnitId() == 0 ? null : view.fromUnitId(),
                    handed ? null : view.answer(),
                    view.settled(),
                    view.stars(),
                    view.mergedInto() == 0 ? null : new Other(view.mergedInto(), view.mergedNumber()),
                    me.units().contains(view.unitId()) ? view.tracking() : null,
                    brief.photos().stream().map(Photo::of).toList(),
                    view.unread(),
                    view.openedAt(),
                    view.awaitingSince(),
                    view.answeredAt(),
                    view.closedAt());
        }
    }

    /** One line of the life of a matter; {@code data} is what {@code what} brings along. */
    record Line(long seq, Instant at, String what, Who by, int unit, Happening data) {

        record Who(
                Actor.By kind,
                @Nullable Integer officer,
                @Nullable String name) {}

        static Line of(LedgerLine line) {
            return new Line(
                    line.seq(),
                    line.at(),
                    line.happening().getClass().getSimpleName(),
                    new Who(line.by(), line.byId() == 0 ? null : line.byId(), orNull(line.byName())),
                    line.unitId(),
                    line.happening());
        }
    }

    record Group(
            int id,
            String name,
            @Nullable Ref unit,
            @Nullable Ref owner,
            @Nullable String area,
            int members,
            @Nullable Instant lastMatterAt) {

        static Group of(ChatGroup group) {
            return new Group(
                    group.id(),
                    group.name(),
                    Ref.of(group.unitId(), group.unitName()),
                    Ref.of(group.ownerId(), group.ownerName()),
                    orNull(group.area()),
                    group.members(),
                    group.lastMatterAt());
        }
    }

    static @Nullable String orNull(String words) {
        return words.isEmpty() ? null : words;
    }
}
