package org.fengqiao.people;

import org.fengqiao.shared.CitizenNumber;
import org.fengqiao.shared.PhoneNumber;
import org.jspecify.annotations.Nullable;

/**
 * What somebody told us about themselves. All of it is optional, but a name, a phone number or a nickname must be there.
 *
 * @param consent whose consent a child's citizen number is kept with
 * @param place where the nickname is theirs, null when there is no nickname
 */
public record NewResident(
        @Nullable String name,
        @Nullable PhoneNumber phone,
        @Nullable CitizenNumber citizen,
        @Nullable String consent,
        @Nullable String address,
        @Nullable String note,
        @Nullable NicknamePlace place,
        @Nullable String nickname) {

    /** A name and perhaps a phone number. */
    public static NewResident of(@Nullable String name, @Nullable PhoneNumber phone) {
        return new NewResident(name, phone, null, null, null, null, null, null);
    }

    /** The same with a citizen number; of a child under 14 it is kept only with the words of who consented. */
    public NewResident identified(@Nullable CitizenNumber number, @Nullable String consented) {
        return new NewResident(name, phone, number, consented, address, note, place, nickname);
    }

    /** The same, living here. */
    public NewResident living(@Nullable String where) {
        return new NewResident(name, phone, citizen, consent, where, note, place, nickname);
    }

    /** The same, with a note. */
    public NewResident noted(@Nullable String words) {
        return new NewResident(name, phone, citizen, consent, address, words, place, nickname);
    }

    /** The same, going by this name there. */
    public NewResident called(NicknamePlace where, @Nullable String as) {
        return new NewResident(name, phone, citizen, consent, address, note, where, as);
    }
}
