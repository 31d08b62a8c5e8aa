package org.fengqiao.audit;

import java.time.Instant;

/**
 * Which lines of the trail.
 *
 * @param who part of a name, empty for everybody
 * @param what name of a deed, empty for all
 * @param about kind and id of a thing, or its kind alone; empty for all
 * @param from the first moment
 * @param to the moment after the last
 */
public record AuditFilter(String who, String what, String about, Instant from, Instant to) {}
