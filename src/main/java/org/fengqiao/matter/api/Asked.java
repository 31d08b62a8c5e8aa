package org.fengqiao.matter.api;

import java.time.Instant;
import java.util.List;
import org.fengqiao.matter.Urgency;
import org.fengqiao.shared.Place;
import org.jspecify.annotations.Nullable;

/**
 * What a program asks for, read strictly: a field we do not know is refused, because a mistyped name would otherwise be lost without
 * a word. {@code seen} is the version the program had in front of it; {@code If-Match} says the same.
 */
sealed interface Asked {

    record Open(
            @Nullable String words,
            @Nullable String kind,
            @Nullable Urgency urgency,
            @Nullable Integer unit,
            @Nullable Integer group,
            @Nullable Where place,
            @Nullable String asker,
            @Nullable String phone,
            @Nullable Instant saidAt)
            implements Asked {}

    record Where(
            @Nullable String words,
            @Nullable Double longitude,
            @Nullable Double latitude) implements Asked {

        @Nullable
        Place place() {
            return words == null && longitude == null && latitude == null
                    ? null
                    : new Place(words == null ? "" : words, longitude, latitude);
        }
    }

    /** A step on a matter that is there, as the caller saw it. */
    sealed interface OnMatter extends Asked {
        @Nullable
        Integer seen();
    }

    /** A step that needs no words. */
    record Step(@Nullable Integer seen) implements OnMatter {}

    record Reason(@Nullable String reason, @Nullable Integer seen) implements OnMatter {}

    record Words(@Nullable String words, @Nullable Integer seen) implements OnMatter {}

    record WordsAndPhotos(
            @Nullable String words,
            @Nullable List<Long> photos,
            @Nullable Integer seen) implements OnMatter {

        List<Long> photoIds() {
            return photos == null ? List.of() : List.copyOf(photos);
        }
    }

    record Question(@Nullable String question, @Nullable Integer seen) implements OnMatter {}

    record CallBack(
            @Nullable Boolean settled,
            @Nullable Integer stars,
            @Nullable String words,
            @Nullable Boolean close,
            @Nullable Integer seen)
            implements OnMatter {}

    record HandOver(
            @Nullable Integer unit,
            @Nullable String reason,
            @Nullable Integer seen) implements OnMatter {}

    record Merge(@Nullable Long into, @Nullable Integer seen) implements OnMatter {}

    record Amend(
            @Nullable String kind,
            @Nullable String urgency,
            @Nullable String place,
            @Nullable String asker,
            @Nullable Integer seen)
            implements OnMatter {}

    /** Either a partner unit or a person. */
    record Partner(
            @Nullable Integer unit,
            @Nullable Integer officer,
            @Nullable String task,
            @Nullable Integer seen) implements OnMatter {}

    /** What a partner did: nothing it could overwrite, so no version. */
    record Report(@Nullable String words) implements Asked {}

    /** What a whole number is needed for: one of {@code CALL_BACK}, {@code VERIFY}, {@code WARN}, {@code OTHER}, the last with words. */
    record Reveal(@Nullable String purpose, @Nullable String words) implements Asked {}
}
