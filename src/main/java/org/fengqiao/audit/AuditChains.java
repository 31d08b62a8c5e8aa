package org.fengqiao.audit;

import java.util.List;
import org.fengqiao.database.BothLanguages;
import org.fengqiao.database.Look;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The chains of the audit trail: one for each officer, one for the house. */
@Component
class AuditChains implements KeepsChains {

    private static final int AT_ONCE = 5_000;

    private final JdbcClient jdbc;

    AuditChains(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public String kind() {
        return "audit";
    }

    @Override
    public BothLanguages name(long chain) {
        return chain == 0
                ? new BothLanguages("系统的审计记录", "the audit trail of the house")
                : new BothLanguages("人员 %d 的审计记录".formatted(chain), "the audit trail of officer %d".formatted(chain));
    }

    @Override
    public BothLanguages about() {
        return new BothLanguages("审计记录前后相扣", "the audit trail is one unbroken chain an officer");
    }

    @Override
    public BothLanguages advice() {
        return new BothLanguages(
                "有人绕过枫桥改了审计记录。请保留现场，与备份和检查点核对。",
                "Somebody changed the audit trail past the house. Keep everything as it is and compare it with backups and checkpoints.");
    }

    @Override
    public void look(Look look) {
        int officer = Integer.MIN_VALUE;
        long n = 0;
        Seal former = Seal.NONE;
        List<AuditLines.Written> lines;
        do {
            lines = jdbc.sql("select " + AuditLines.COLUMNS
                            + " from audit.line where (officer_id, n) > (?, ?) order by officer_id, n limit ?")
                    .params(officer, n, AT_ONCE)
                    .query((row, i) -> AuditLines.written(row))
                    .list();
            for (AuditLines.Written written : lines) {
                AuditLine line = written.line();
                if (line.officer() != officer) {
                    officer = line.officer();
                    n = 0;
                    former = Seal.NONE;
                }
                if (line.n() != n + 1) {
                    look.finds(
                            "%s：第 %d 条之前缺了记录".formatted(name(officer).chinese(), line.n()),
                            "%s: lines before line %d are missing"
                                    .formatted(name(officer).english(), line.n()));
                } else if (!written.seal().isOf(line.sealed(former))) {
                    look.finds(
                            "%s：第 %d 条被改动、挪动或插入过".formatted(name(officer).chinese(), line.n()),
                            "%s: line %d was changed, moved or slipped in"
                                    .formatted(name(officer).english(), line.n()));
                }
                n = line.n();
                former = written.seal();
            }
            look.saw(lines.size());
        } while (lines.size() == AT_ONCE);
    }

    @Override
    public ChainHeads heads() {
        return new ChainHeads(jdbc, "audit.line", "officer_id");
    }
}
