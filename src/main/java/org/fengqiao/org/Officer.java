package org.fengqiao.org;

/**
 * A person who works with the house: police, partner, mediator, volunteer or administrator.
 *
 * @param disabled true when the account was closed
 */
public record Officer(int id, int unitId, String name, Role role, String badge, String phone, boolean disabled) {}
