package org.fengqiao.matter.api;

import org.fengqiao.shared.RefusedException;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;

/** The version of a matter as {@code seen}, {@code If-Match} and {@code ETag}. */
final class Versions {

    private Versions() {}

    static String tag(int version) {
        return "\"" + version + "\"";
    }

    static ResponseEntity<Told.Changed> changed(long id, int version) {
        return ResponseEntity.ok().eTag(tag(version)).body(new Told.Changed(id, version));
    }

    /** The version the caller had in front of it, null when it does not say. */
    static @Nullable Integer seen(@Nullable Integer seen, @Nullable String ifMatch) {
        if (ifMatch == null || ifMatch.equals("*")) {
            return seen;
        }
        if (!ifMatch.matches("\"\\d{1,9}\"")) {
            throw RefusedException.badInput("refused.if-match").at("If-Match");
        }
        int version = Integer.parseInt(ifMatch.substring(1, ifMatch.length() - 1));
        if (seen != null && seen != version) {
            throw RefusedException.badInput("refused.if-match.differs").at("If-Match");
        }
        return version;
    }

    static <T> T required(@Nullable T value, String field) {
        if (value == null) {
            throw RefusedException.badInput("refused.field.missing", field).at(field);
        }
        return value;
    }
}
