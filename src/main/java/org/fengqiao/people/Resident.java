package org.fengqiao.people;

/**
 * A resident as one station knows them. Another station may know the same person under a sheet of its own. Numbers have their middle
 * hidden; in full they are shown by {@link RevealResident} alone.
 *
 * @param name empty when we only know a phone number or a nickname
 * @param phone masked, empty when we know none
 * @param citizen the citizen number, masked, empty when we know none
 * @param minor whether the citizen number says that this is a child under 14 (个人信息保护法 §28, §31)
 * @param consent whose consent a child's number is kept with, empty for none
 * @param address empty when unknown
 * @param note what helps to speak with this person, for example "hard of hearing"; never a judgement
 */
public record Resident(
        long id,
        int unitId,
        String name,
        String phone,
        String citizen,
        boolean minor,
        String consent,
        String address,
        String note) {}
