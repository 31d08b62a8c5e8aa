package org.fengqiao.shared;

import org.jspecify.annotations.Nullable;

/**
 * Where something is: in the words of whoever told us, and as a point when there is one.
 *
 * <p>Coordinates are degrees in <strong>GCJ-02</strong>, the datum that law prescribes for public maps in China and that
 * WeChat, Tencent and AMap give and take. What arrives in WGS-84 (a browser's own positioning, EXIF, GPS devices) has to be
 * converted before it becomes a {@code Place}; the two differ by 100 to 700 metres, enough to name the wrong station.
 *
 * @param words how a person says it, at most {@value #LONGEST} code points; may be empty only when there is a point
 * @param longitude degrees east, −180 to 180, or null
 * @param latitude degrees north, −90 to 90, or null; both or neither
 */
public record Place(
        String words, @Nullable Double longitude, @Nullable Double latitude) {

    /** Code points that the words may have. */
    public static final int LONGEST = 200;

    /** Checks itself; refuses with {@code refused.place.empty}, {@code .half} or {@code .range}. */
    public Place {
        words = Words.orEmpty(words, LONGEST);
        if ((longitude == null) != (latitude == null)) {
            throw RefusedException.badInput("refused.place.half");
        }
        if (longitude == null || latitude == null) {
            if (words.isEmpty()) {
                throw RefusedException.badInput("refused.place.empty");
            }
        } else if (!(Math.abs(longitude) <= 180) || !(Math.abs(latitude) <= 90)) {
            throw RefusedException.badInput("refused.place.range");
        }
    }

    /** A place known by words alone. */
    public static Place of(String words) {
        return new Place(words, null, null);
    }

    /** Whether there is a point to put on a map. */
    public boolean hasPoint() {
        return longitude != null;
    }
}
