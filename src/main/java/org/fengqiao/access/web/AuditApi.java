package org.fengqiao.access.web;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.fengqiao.access.Allowed;
import org.fengqiao.audit.AuditLine;
import org.fengqiao.audit.AuditSheets;
import org.fengqiao.org.Role;
import org.fengqiao.shared.Page;
import org.fengqiao.shared.PageKey;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** The audit trail for a program of the auditor, for example one that watches for what is unusual. */
@RestController
@Allowed(value = Role.AUDITOR, scope = "audit:read")
class AuditApi {

    private final AuditSheets sheets;
    private final Clock clock;
    private final JsonMapper json;

    AuditApi(AuditSheets sheets, Clock clock, JsonMapper json) {
        this.sheets = sheets;
        this.clock = clock;
        this.json = json;
    }

    /** A page; {@code next} begins the following one and is null at the end. */
    record Listing(List<Line> items, @Nullable String next) {}

    /**
     * One line.
     *
     * @param chain the officer whose chain it stands in, 0 for that of the house and of strangers
     * @param place its number there
     */
    record Line(
            int chain,
            long place,
            Instant at,
            @Nullable String who,
            String role,
            @Nullable Integer unit,
            String what,
            @Nullable String about,
            @Nullable String purpose,
            Map<String, String> more,
            @Nullable String address) {}

    @GetMapping("/api/v1/audit")
    Listing auditTrail(
            @RequestParam(required = false) @Nullable String who,
            @RequestParam(required = false) @Nullable String what,
            @RequestParam(required = false) @Nullable String thing,
            @RequestParam(required = false) @Nullable LocalDate from,
            @RequestParam(required = false) @Nullable LocalDate to,
            @RequestParam(required = false) @Nullable String next,
            @RequestParam(defaultValue = "50") int size) {
        Page<AuditLine> page = sheets.list(
                new AuditController.Wished(who, what, thing, from, to).filter(clock),
                next == null ? AuditSheets.NEWEST : PageKey.parse(next),
                size);
        PageKey after = page.next();
        return new Listing(page.items().stream().map(this::told).toList(), after == null ? null : after.toString());
    }

    private Line told(AuditLine line) {
        return new Line(
                line.officer(),
                line.n(),
                line.at(),
                orNull(line.byName()),
                line.byRole(),
                line.unit() == 0 ? null : line.unit(),
                line.what(),
                orNull(line.about()),
                orNull(line.purpose()),
                json.readValue(line.data(), new TypeReference<>() {}),
                orNull(line.address()));
    }

    private static @Nullable String orNull(String text) {
        return text.isEmpty() ? null : text;
    }
}
