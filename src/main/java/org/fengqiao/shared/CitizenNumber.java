package org.fengqiao.shared;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.regex.Pattern;

/**
 * A citizen identity number (公民身份号码) after GB 11643-1999: six digits of area, eight of birth date, three of sequence (odd
 * for men), one check character.
 *
 * <p>Checked: shape, first digit of the area (1–9), a birth date that exists, is not before 1850 and not later than tomorrow
 * (a newborn's number may be typed on a machine whose day has not turned), and the check character. Not checked: whether the
 * area code was in force on the day of birth. Many living people carry codes that no list contains, and a list that refuses
 * a real person does more harm than one that lets a typing slip through which the check character has already caught.
 *
 * <p>First-generation numbers of 15 digits have no check character and were withdrawn on 2013-01-01 (居民身份证法 §23); they are
 * refused with a word of their own rather than upgraded, since an upgrade would make a valid-looking number out of any typing
 * slip. Accepted on the way in: lower-case x, full-width characters, blanks and dashes.
 *
 * @param digits 18 characters, the last one a digit or {@code X}
 */
public record CitizenNumber(String digits) {

    /** Male or female, as the sequence number says. */
    public enum Sex {
        /** 男. */
        MALE,
        /** 女. */
        FEMALE
    }

    private static final Pattern SHAPE = Pattern.compile("[1-9][0-9]{16}[0-9X]");
    private static final Pattern FIRST_GENERATION = Pattern.compile("[1-9][0-9]{14}");
    private static final int[] WEIGHTS = {7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};
    private static final String CHECKS = "10X98765432";
    private static final LocalDate EARLIEST = LocalDate.of(1850, 1, 1);
    private static final ZoneId CHINA = ZoneId.of("Asia/Shanghai");
    private static final int LONGEST_SPELLING = 64;

    /** Takes any usual spelling. */
    public CitizenNumber {
        digits = canonical(digits);
    }

    /**
     * Reads a number as a person writes it.
     *
     * @throws RefusedException {@code refused.citizen.empty}, {@code .shape} (argument: length seen), {@code .first-generation},
     *     {@code .birth-date}, {@code .check}
     */
    public static CitizenNumber of(String spelling) {
        return new CitizenNumber(spelling);
    }

    /** The day of birth; a date, never an instant, since China has changed its clocks since 1901. */
    public LocalDate birthDate() {
        return birthDateOf(digits);
    }

    /** As the last digit of the sequence says: odd is male. */
    public Sex sex() {
        return (digits.charAt(16) - '0') % 2 == 1 ? Sex.MALE : Sex.FEMALE;
    }

    /** The six-digit area code (GB/T 2260) of the first registration. */
    public String areaCode() {
        return digits.substring(0, 6);
    }

    /** First three and last two characters, the rest hidden: {@code 110*************2X}. */
    public String masked() {
        return digits.substring(0, 3) + "*".repeat(13) + digits.substring(16);
    }

    /** Masked, so that a number never slips into a log by accident. */
    @Override
    public String toString() {
        return masked();
    }

    /** Whether 18 plain characters are a number that this type would accept; cheaper than catching the refusal. */
    static boolean isValid(String compact) {
        if (!SHAPE.matcher(compact).matches() || checkOf(compact) != compact.charAt(17)) {
            return false;
        }
        try {
            return isPlausible(birthDateOf(compact));
        } catch (DateTimeException noSuchDay) {
            return false;
        }
    }

    private static String canonical(String spelling) {
        if (spelling.length() > LONGEST_SPELLING) {
            throw RefusedException.badInput("refused.citizen.shape", spelling.length());
        }
        String compact = Digits.compact(spelling).replace('x', 'X');
        if (compact.isEmpty()) {
            throw RefusedException.badInput("refused.citizen.empty");
        }
        if (FIRST_GENERATION.matcher(compact).matches()) {
            throw RefusedException.badInput("refused.citizen.first-generation");
        }
        if (!SHAPE.matcher(compact).matches()) {
            throw RefusedException.badInput("refused.citizen.shape", compact.length());
        }
        boolean plausible;
        try {
            plausible = isPlausible(birthDateOf(compact));
        } catch (DateTimeException noSuchDay) {
            plausible = false;
        }
        if (!plausible) {
            throw RefusedException.badInput("refused.citizen.birth-date");
        }
        if (checkOf(compact) != compact.charAt(17)) {
            throw RefusedException.badInput("refused.citizen.check");
        }
        return compact;
    }

    private static boolean isPlausible(LocalDate birth) {
        return !birth.isBefore(EARLIEST) && !birth.isAfter(LocalDate.now(CHINA).plusDays(1));
    }

    private static LocalDate birthDateOf(String eighteen) {
        return LocalDate.of(
                Integer.parseInt(eighteen, 6, 10, 10),
                Integer.parseInt(eighteen, 10, 12, 10),
                Integer.parseInt(eighteen, 12, 14, 10));
    }

    private static char checkOf(String eighteen) {
        int sum = 0;
        for (int i = 0; i < 17; i++) {
            sum += (eighteen.charAt(i) - '0') * WEIGHTS[i];
        }
        return CHECKS.charAt(sum % 11);
    }
}
