package org.fengqiao.people;

import java.util.Map;
import org.fengqiao.audit.AuditTrail;
import org.fengqiao.audit.Deed;
import org.fengqiao.audit.Purpose;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Opens the sheet of a child under 14 to somebody who says what for: all a child tells is sensitive (个人信息保护法 §28, §31). */
@Component
public class ReadChild {

    static final Deed READ = Deed.named("resident.child-read");

    private final ResidentSheets sheets;
    private final AuditTrail trail;

    ReadChild(ResidentSheets sheets, AuditTrail trail) {
        this.sheets = sheets;
        this.trail = trail;
    }

    /**
     * The whole sheet; that it was read is kept.
     *
     * @param words what for, when the purpose is {@link Purpose#OTHER}
     * @throws org.fengqiao.shared.RefusedException when the resident is not in sight, no purpose is given, or another one without words
     */
    @Transactional
    public Resident read(long id, @Nullable Purpose purpose, @Nullable String words) {
        String why = Purpose.told(purpose, words, sheets.names(id));
        Resident child = sheets.require(id);
        trail.keep(READ, "resident/" + id, why, Map.of());
        return child;
    }
}
