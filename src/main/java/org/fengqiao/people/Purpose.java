package org.fengqiao.people;

/** Why somebody looks at a whole number; kept in the audit trail (个人信息保护法 §6, §51). */
public enum Purpose {
    /** 回访或答复: to ask whether it is settled, or to tell the answer. */
    CALL_BACK,
    /** 核实身份. */
    VERIFY,
    /** 通知险情: somebody must be warned at once. */
    WARN,
    /** 其他, in words. */
    OTHER
}
