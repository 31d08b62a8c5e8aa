package org.fengqiao.people;

import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import org.fengqiao.shared.CitizenNumber;

/** Citizen numbers that belong to nobody: their area code, 999999, was never given out. */
public final class FictionalNumbers {

    private static final int[] WEIGHTS = {7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};

    private FictionalNumbers() {}

    /** Somebody grown up, another one for each number below a million. */
    public static CitizenNumber adult(int n) {
        return of(LocalDate.of(1960, 1, 1).plusDays(n / 1_000), n % 1_000);
    }

    /** Somebody born on a day. */
    public static CitizenNumber of(LocalDate birth, int sequence) {
        String start = "999999" + birth.format(DateTimeFormatter.BASIC_ISO_DATE) + "%03d".formatted(sequence);
        int sum = 0;
        for (int i = 0; i < 17; i++) {
            sum += (start.charAt(i) - '0') * WEIGHTS[i];
        }
        return CitizenNumber.of(start + "10X98765432".charAt(sum % 11));
    }
}
