package org.fengqiao.people;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A resident as one station knows them. Another station may know the same person under a sheet of its own. Numbers have their middle
 * hidden; in full they are shown by {@link RevealResident} alone.
 *
 * @param name empty when we only know a phone number or a nickname
 * @param phone masked, empty when we know none, in words when it is there and does not open
 * @param citizen the citizen number, the same way
 * @param minor whether the citizen number says that this is a child under 14 (个人信息保护法 §28, §31)
 * @param consent whose consent a child's number is kept with, empty for none
 * @param address empty when unknown
 * @param note what helps to speak with this person, for example "hard of hearing"; never a judgement
 * @param holdReason why the sheet must be kept, null when nobody said so
 * @param holdBasis by which law, null when there is no hold
 * @param erasedAt when it was emptied at the resident's wish or by a rule, null when it was not
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
        String note,
        @Nullable String holdReason,
        @Nullable String holdBasis,
        @Nullable Instant erasedAt) {

    /** What is shown of it where nobody said what for: of a child only the name and that it is one. */
    public Resident atAGlance() {
        return minor ? new Resident(id, unitId, name, "", "", true, "", "", "", null, null, erasedAt) : this;
    }
}
