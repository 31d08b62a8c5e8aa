package org.fengqiao.access.web;

import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/** Where a person goes on after proving something: always a page of this house. */
final class Next {

    private static final int LONGEST = 1_000;

    private Next() {}

    /** The page as it was asked for, or the first page where it is none of ours. */
    static String safe(@Nullable String asked) {
        return asked != null && asked.length() <= LONGEST && asked.matches("/(?![/\\\\])[!-\\[\\]-~]*") ? asked : "/";
    }

    /** The page this request is for; for a form, the page it stands on. */
    static String after(HttpServletRequest request) {
        if (request.getMethod().equals("GET") && request.getHeader("HX-Request") == null) {
            String query = request.getQueryString();
            return safe(request.getRequestURI() + (query == null ? "" : "?" + query));
        }
        try {
            URI from = URI.create(String.valueOf(request.getHeader("Referer")));
            return safe(from.getRawPath() + (from.getRawQuery() == null ? "" : "?" + from.getRawQuery()));
        } catch (IllegalArgumentException malformed) {
            return "/";
        }
    }
}
