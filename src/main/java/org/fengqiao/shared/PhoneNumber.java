package org.fengqiao.shared;

import java.util.regex.Pattern;

/**
 * A telephone number in mainland China, in one canonical spelling so that two spellings of one number are equal:
 *
 * <ul>
 *   <li>mobile: 11 digits, {@code 13…} to {@code 19…};
 *   <li>fixed line: area code, dash, 7 or 8 digits, {@code 0317-2000000}; area codes are {@code 010}, {@code 02x} or four
 *       digits {@code 03xx}–{@code 09xx} (Numbering plan of public telecommunications networks, MIIT 2017);
 *   <li>service line: {@code 400}/{@code 800} and 7 digits, {@code 4008000000};
 *   <li>short number: {@code 110}, {@code 119}, {@code 120}, {@code 122}, {@code 10…}, {@code 12…}, {@code 95…}, {@code 96…}
 *       of 5 or 6 digits. A caller may well give the number of a bank or an office; whether one may <em>send</em> an SMS to
 *       it is another question: {@link #isMobile()}.
 * </ul>
 *
 * Accepted on the way in: {@code +86}, {@code 0086}, blanks, dashes, brackets, dots, full-width digits, invisible characters.
 * Numbers of Hong Kong, Macau, Taiwan and foreign countries are refused: they are written as words into a matter.
 *
 * @param digits the canonical spelling
 */
public record PhoneNumber(String digits) implements Comparable<PhoneNumber> {

    private static final Pattern MOBILE = Pattern.compile("1[3-9][0-9]{9}");
    private static final Pattern FIXED = Pattern.compile("(010|02[0-9]|0[3-9][0-9]{2})([2-9][0-9]{6,7})");
    private static final Pattern SERVICE = Pattern.compile("[48]00[0-9]{7}");
    private static final Pattern SHORT = Pattern.compile("110|119|120|122|(10|12|95|96)[0-9]{3,4}");
    private static final Pattern COUNTRY = Pattern.compile("^(\\+|00)86");
    private static final int LONGEST_SPELLING = 64;

    /** Takes any usual spelling. */
    public PhoneNumber {
        digits = canonical(digits);
    }

    /**
     * Reads a number as a person writes it.
     *
     * @throws RefusedException {@code refused.phone.empty}, {@code refused.phone.shape} (argument: how many digits were seen)
     */
    public static PhoneNumber of(String spelling) {
        return new PhoneNumber(spelling);
    }

    /** Whether it is a mobile number, that is, whether an SMS can reach it. */
    public boolean isMobile() {
        return MOBILE.matcher(digits).matches();
    }

    /**
     * The number with its middle hidden: {@code 138****5678}, {@code 0317-****678}. Short and service numbers belong to
     * offices, not to persons, and stay readable.
     */
    public String masked() {
        if (isMobile()) {
            return digits.substring(0, 3) + "****" + digits.substring(7);
        }
        int dash = digits.indexOf('-');
        return dash < 0 ? digits : digits.substring(0, dash + 1) + "****" + digits.substring(dash + 5);
    }

    @Override
    public int compareTo(PhoneNumber other) {
        return digits.compareTo(other.digits);
    }

    /** Masked, so that a number never slips into a log by accident. */
    @Override
    public String toString() {
        return masked();
    }

    private static String canonical(String spelling) {
        if (spelling.length() > LONGEST_SPELLING) {
            throw RefusedException.badInput("refused.phone.shape", spelling.length());
        }
        String compact = Digits.compact(spelling).replaceAll("[().·•/]", "");
        if (compact.isEmpty()) {
            throw RefusedException.badInput("refused.phone.empty");
        }
        String national = COUNTRY.matcher(compact).replaceFirst("");
        boolean abroadSpelling = national.length() < compact.length();
        if (!abroadSpelling && national.length() == 13 && national.startsWith("86")) {
            national = national.substring(2);
            abroadSpelling = true;
        }
        if (MOBILE.matcher(national).matches()
                || SERVICE.matcher(national).matches()
                || SHORT.matcher(national).matches()) {
            return national;
        }
        // +86 317 … drops the leading zero of the area code.
        var fixed = FIXED.matcher(abroadSpelling && !national.startsWith("0") ? "0" + national : national);
        if (fixed.matches()) {
            return fixed.group(1) + "-" + fixed.group(2);
        }
        throw RefusedException.badInput("refused.phone.shape", (int)
                national.chars().filter(Character::isDigit).count());
    }
}
