package org.fengqiao.people;

import org.fengqiao.shared.PhoneNumber;
import org.jspecify.annotations.Nullable;

/**
 * A resident as one station knows them. Another station may know the same person under a sheet of its own.
 *
 * @param name empty when we only know a phone number or a nickname
 * @param phone null when we know none
 * @param address empty when unknown
 * @param note what helps to speak with this person, for example "hard of hearing"; never a judgement
 */
public record Resident(
        long id, int unitId, String name, @Nullable PhoneNumber phone, String address, String note) {}
