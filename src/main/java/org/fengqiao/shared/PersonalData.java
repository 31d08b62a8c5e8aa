package org.fengqiao.shared;

import java.util.List;

/**
 * What one table keeps about persons, declared by the room whose table it is. The record of processing activities (个人信息保护法 §55–56) is
 * made of these declarations, and a test finds the column that is missing among them.
 *
 * @param table with its schema
 * @param columns those that point at a person or hold what was said by or about one
 * @param whose about whom
 * @param basis what allows it
 * @param seen who sees it
 * @param kept how long; the words under {@code processing.kept.}
 * @param sealed whether it is encrypted field by field
 */
public record PersonalData(
        String table, List<String> columns, Whose whose, Basis basis, Seen seen, Kept kept, boolean sealed) {

    /** About whom. The words under {@code processing.whose.} */
    public enum Whose {
        /** 群众. */
        RESIDENT,
        /** 网格员. */
        KEEPER,
        /** 本单位和联动单位人员. */
        STAFF
    }

    /** What allows it. The words under {@code processing.basis.} */
    public enum Basis {
        /** 履行法定职责 (个人信息保护法 §13 item 3). */
        DUTY,
        /** 单独同意, of a guardian where it is a child's (§29, §31). */
        CONSENT,
        /** 网络安全和审计义务 (网络安全法 §21; 个人信息保护法 §51, §54). */
        SECURITY
    }

    /** Who sees it. The words under {@code processing.seen.} */
    public enum Seen {
        /** The unit that answers for it, the units above it, and who was handed a task, of that task alone. */
        UNIT,
        /** The administrators whose work it is. */
        KEEPERS,
        /** The auditor, and the person it is about. */
        AUDIT,
        /** Programs of the house, no person. */
        NOBODY
    }

    /** How long it is kept. */
    public enum Kept {
        /** Until the rule for residents, or the person, has it erased. */
        RESIDENT,
        /** Until the rule for matters, or the person, has it erased. */
        MATTER,
        /** Some hours while nobody made a matter of it, then like a matter. */
        INBOX,
        /** Thirty days. */
        QUARANTINE,
        /** Two days. */
        ANSWERED,
        /** As long as the session lasts. */
        SESSION,
        /** As long as the person works here. */
        OFFICE,
        /** At least six months; never taken away by the house. */
        TRAIL
    }

    /** What residents say and who they are, in one table. */
    public static PersonalData ofResidents(String table, Kept kept, String... columns) {
        return new PersonalData(table, List.of(columns), Whose.RESIDENT, Basis.DUTY, Seen.UNIT, kept, false);
    }

    /** Who works here, in one table. */
    public static PersonalData ofStaff(String table, Seen seen, Kept kept, String... columns) {
        return new PersonalData(table, List.of(columns), Whose.STAFF, Basis.SECURITY, seen, kept, false);
    }

    /** The same, encrypted field by field. */
    public PersonalData encrypted() {
        return new PersonalData(table, columns, whose, basis, seen, kept, true);
    }

    /** The same, allowed by something else. */
    public PersonalData by(Basis another) {
        return new PersonalData(table, columns, whose, another, seen, kept, sealed);
    }

    /** The same, about others. */
    public PersonalData about(Whose others) {
        return new PersonalData(table, columns, others, basis, seen, kept, sealed);
    }
}
