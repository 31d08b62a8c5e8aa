package org.fengqiao.org;

import java.util.EnumSet;
import java.util.Set;

/** What a person is at work. One person has one role. */
public enum Role {
    /** Community officer (民警) of a station. */
    OFFICER,
    /** Auxiliary officer (辅警): takes in, notes and answers, but decides nothing about acceptance. */
    AUXILIARY,
    /** Chief of a station (所长). */
    CHIEF,
    /** Supervisor at a bureau (督办): sees the bureau's whole subtree. */
    SUPERVISOR,
    /** Somebody of a partner unit (联动单位): sees only what was handed to that unit. */
    PARTNER,
    /** Mediator (调解员): sees only what was handed to the person. */
    MEDIATOR,
    /** Volunteer (志愿者): sees only what was handed to the person. */
    VOLUNTEER,
    /** System administrator (系统管理员): units, grids, groups, bridges, followers and that the house runs; no accounts, no matters. */
    ADMINISTRATOR,
    /** Security administrator (安全管理员): accounts, roles, passwords, sessions, emergency access; no matters. */
    SECURITY,
    /** Audit administrator (审计员): the audit trail and nothing else. */
    AUDITOR;

    /** Roles that work at the desk and see the rows of their unit and the units below it. */
    public static final Set<Role> DESK = Set.copyOf(EnumSet.of(OFFICER, AUXILIARY, CHIEF, SUPERVISOR));

    /** Roles that see only what was handed to them. */
    public static final Set<Role> HANDED = Set.copyOf(EnumSet.of(PARTNER, MEDIATOR, VOLUNTEER));

    /**
     * The three who keep the house and see no matters. GB/T 22239-2019 (等级保护 level 3) separates them: no person holds two, which the
     * badge and a unique index in {@code org.officer} see to.
     */
    public static final Set<Role> KEEPERS = Set.copyOf(EnumSet.of(ADMINISTRATOR, SECURITY, AUDITOR));

    /** True for the roles that decide about acceptance, where a matter goes and its end; an auxiliary officer does not. */
    public boolean decides() {
        return this == OFFICER || this == CHIEF || this == SUPERVISOR;
    }

    /** True for the roles in {@link #KEEPERS}. */
    public boolean keepsTheHouse() {
        return KEEPERS.contains(this);
    }

    /** True for the roles in {@link #DESK}. */
    public boolean worksAtDesk() {
        return DESK.contains(this);
    }
}
