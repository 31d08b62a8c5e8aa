package org.fengqiao.matter.api;

import jakarta.servlet.http.HttpServletRequest;
import org.fengqiao.access.SignedIn;
import org.fengqiao.matter.Actor;
import org.fengqiao.shared.RefusedException;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;

/** The version of a matter as {@code seen}, {@code If-Match} and {@code ETag}. */
@Component
class Versions {

    private final HttpServletRequest request;

    Versions(HttpServletRequest request) {
        this.request = request;
    }

    /** Something done to a matter that was seen at this version, null for the newest; answers with the new version. */
    interface Step {
        int take(Actor by, @Nullable Integer seen);
    }

    /** Takes a step on a matter and tells its new version. */
    ResponseEntity<Told.Changed> step(long id, SignedIn me, Asked.@Nullable OnMatter asked, Step step) {
        int version = step.take(Actor.of(me), seen(asked == null ? null : asked.seen()));
        return ResponseEntity.ok().eTag(tag(version)).body(new Told.Changed(id, version));
    }

    /** The version the caller had in front of it, null when it does not say. */
    @Nullable
    Integer seen(@Nullable Integer seen) {
        String ifMatch = request.getHeader(HttpHeaders.IF_MATCH);
        if (ifMatch == null || ifMatch.equals("*")) {
            return seen;
        }
        if (!ifMatch.matches("\"\\d{1,9}\"")) {
            throw RefusedException.badInput("refused.if-match").at(HttpHeaders.IF_MATCH);
        }
        int version = Integer.parseInt(ifMatch.substring(1, ifMatch.length() - 1));
        if (seen != null && seen != version) {
            throw RefusedException.badInput("refused.if-match.differs").at(HttpHeaders.IF_MATCH);
        }
        return version;
    }

    static String tag(int version) {
        return "\"" + version + "\"";
    }

    static <T> T required(@Nullable T value, String field) {
        if (value == null) {
            throw RefusedException.badInput("refused.field.missing", field).at(field);
        }
        return value;
    }
}
