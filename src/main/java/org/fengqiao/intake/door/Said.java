package org.fengqiao.intake.door;

import java.util.List;
import org.fengqiao.shared.PhoneNumber;
import org.fengqiao.shared.Place;
import org.jspecify.annotations.Nullable;

/**
 * What a resident says at a door.
 *
 * @param form the key of the form it was written in
 * @param name how the resident wants to be called, may be empty
 * @param phone null when the resident gave none
 * @param photos files as they were uploaded
 * @param aboutUnit whether it complains about the station or somebody there
 */
record Said(
        @Nullable String form,
        String words,
        @Nullable Place place,
        String name,
        @Nullable PhoneNumber phone,
        List<byte[]> photos,
        boolean aboutUnit) {}
