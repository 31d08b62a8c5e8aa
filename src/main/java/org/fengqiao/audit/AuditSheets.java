package org.fengqiao.audit;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.fengqiao.shared.Page;
import org.fengqiao.shared.PageKey;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** The audit trail in sight, newest line first. */
@Component
public class AuditSheets {

    /** Most lines of a page. */
    public static final int LONGEST_PAGE = 500;

    /** After every line. */
    public static final PageKey NEWEST = PageKey.of(Instant.parse("9999-01-01T00:00:00Z"), 0, 0);

    private final JdbcClient jdbc;

    AuditSheets(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** The lines that fit, from a place on. */
    @Transactional(readOnly = true)
    public Page<AuditLine> list(AuditFilter filter, PageKey after, int size) {
        int limit = Math.clamp(size, 1, LONGEST_PAGE);
        List<AuditLine> rows = jdbc.sql("select " + AuditLines.COLUMNS + """
                         from audit.line
                        where at >= :from and at < :to and (at, officer_id, n) < (:at, :officer, :n)
                          and (:who = '' or position(:who in by_name) > 0) and (:what = '' or what = :what)
                          and (:about = '' or about = :about or starts_with(about, :about || '/'))
                        order by at desc, officer_id desc, n desc limit :limit""")
                .param("from", filter.from().atOffset(ZoneOffset.UTC))
                .param("to", filter.to().atOffset(ZoneOffset.UTC))
                .param("at", after.instant(0).atOffset(ZoneOffset.UTC))
                .param("officer", (int) after.number(1))
                .param("n", after.number(2))
                .param("who", filter.who())
                .param("what", filter.what())
                .param("about", filter.about())
                .param("limit", limit + 1)
                .query((row, n) -> AuditLines.line(row))
                .list();
        return Page.of(rows, limit, line -> PageKey.of(line.at(), line.officer(), line.n()));
    }
}
