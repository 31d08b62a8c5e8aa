package org.fengqiao.access;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.IntPredicate;
import org.fengqiao.database.CannotStartException;
import org.fengqiao.shared.RefusedException;
import org.jspecify.annotations.Nullable;

/** What a password has to be and for how long it is good. Two bodies of rules contradict each other, so a house chooses one. */
public enum PasswordPolicy {
    /**
     * GB/T 22239-2019 (等级保护), 8.1.4.1 a: identification is complex and changed from time to time. The standard names no numbers; these
     * are the ones usually examined: eight characters of three kinds, ninety days, none of the last five.
     */
    DENGBAO(8, 3, 90, 5),
    /**
     * OWASP ASVS 5.0, V6.2: long, of any kind (6.2.5), never changed without a reason (6.2.10), not one that many people have (6.2.4),
     * nothing about the person (6.2.11). Fifteen characters are what 6.2.1 strongly recommends.
     */
    ASVS(15, 1, 0, 1);

    /** More characters are refused: hashing them would be work for nothing. ASVS 6.2.9 asks for 64 at least. */
    static final int LONGEST = 128;

    /** So many days before it ends the person is told. */
    static final int TOLD_DAYS = 7;

    private static final int FEWEST_DIFFERENT = 5;

    private static final List<IntPredicate> KINDS = List.of(
            Character::isUpperCase,
            Character::isLowerCase,
            Character::isDigit,
            one -> !Character.isUpperCase(one) && !Character.isLowerCase(one) && !Character.isDigit(one));

    private final int shortest;
    private final int kinds;
    private final int days;
    private final int remembered;

    PasswordPolicy(int shortest, int kinds, int days, int remembered) {
        this.shortest = shortest;
        this.kinds = kinds;
        this.days = days;
        this.remembered = remembered;
    }

    /**
     * The rule of this name, in letters of any size; the Chinese one where none is named.
     *
     * @throws CannotStartException when there is no such rule
     */
    static PasswordPolicy chosen(String name) {
        if (name.isBlank()) {
            return DENGBAO;
        }
        return Arrays.stream(values())
                .filter(one -> one.name().equalsIgnoreCase(name.strip()))
                .findFirst()
                .orElseThrow(() -> new CannotStartException(
                        "FENGQIAO_PASSWORD_POLICY 只能是 DENGBAO（等级保护，默认）或 ASVS，现在是“%s”。".formatted(name),
                        "FENGQIAO_PASSWORD_POLICY may be DENGBAO (the default) or ASVS; it is \"%s\"."
                                .formatted(name)));
    }

    /** The fewest characters it has. */
    public int shortest() {
        return shortest;
    }

    /** For how many days it is good; 0 for as long as nobody else knows it. */
    public int days() {
        return days;
    }

    /** How many of the last ones, the present one included, the next one must not be. */
    int remembered() {
        return remembered;
    }

    /**
     * Refuses a password that this rule does not let be; the refusal says which part of the rule.
     *
     * @param login name of the person for signing in
     * @param name name of the person
     */
    void judge(@Nullable String password, String login, String name) {
        if (password == null || password.length() < shortest) {
            throw refused("refused.password.short", shortest);
        }
        if (password.length() > LONGEST) {
            throw refused("refused.password.long", LONGEST);
        }
        if (kinds(password) < kinds) {
            throw refused("refused.password.kinds", kinds);
        }
        String lower = password.toLowerCase(Locale.ROOT);
        if (lower.contains(login)
                || (name.length() > 1 && lower.contains(name.toLowerCase(Locale.ROOT)))
                || password.chars().distinct().count() < FEWEST_DIFFERENT) {
            throw refused("refused.password.guessable");
        }
        if (CommonPasswords.has(password)) {
            throw refused("refused.password.common");
        }
    }

    private static long kinds(String password) {
        return KINDS.stream()
                .filter(kind -> password.codePoints().anyMatch(kind))
                .count();
    }

    private static RefusedException refused(String words, Object... numbers) {
        return RefusedException.badInput(words, numbers).at("password");
    }
}
