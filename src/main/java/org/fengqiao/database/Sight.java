package org.fengqiao.database;

import java.util.Collection;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What the bearer of this thread may see. Every transaction hands it to PostgreSQL with {@code SET LOCAL}, where row-level security
 * judges each row; without it no row of any station is seen.
 *
 * @param officer id of the officer at work, 0 for none
 * @param home id of the unit the officer belongs to, 0 for none
 * @param units ids of the units whose rows are in sight as a PostgreSQL array literal, {@code *} for every unit, empty for none
 * @param tracking tracking code of the one matter a resident follows, empty for none
 * @param keeps ids of the units whose house the officer keeps, as an array literal like {@code units}: accounts, grids, groups,
 *     bridges, the trail, and no row that tells of a resident or a matter; empty for whoever keeps none
 */
public record Sight(int officer, int home, String units, String tracking, String keeps) {

    private static final ThreadLocal<@Nullable Sight> CURRENT = new ThreadLocal<>();

    /** Sees no row at all. */
    public static final Sight NOTHING = new Sight(0, 0, "", "", "");

    /** The house's own work over the rows of all units: followers, timed work, intake of signed messages. */
    public static final Sight HOUSE = new Sight(0, 0, "*", "", "");

    /** An officer who sees the rows of these units, and what was handed to the officer or to the officer's own unit. */
    public static Sight of(int officer, int home, Collection<Integer> units) {
        return new Sight(officer, home, literal(units), "", "");
    }

    /** One of those who keep the house of these units and see no matters there. */
    public static Sight keeping(int officer, int home, Collection<Integer> units) {
        return new Sight(officer, home, "", "", literal(units));
    }

    /** An officer as far as the own account goes. */
    public static Sight ofAccount(int officer) {
        return new Sight(officer, 0, "", "", "");
    }

    /** A resident who speaks at the door of one unit. */
    public static Sight atDoorOf(int unit) {
        return new Sight(0, 0, literal(List.of(unit)), "", "");
    }

    /** A resident who follows one matter by its tracking code. */
    public static Sight tracking(String code) {
        return new Sight(0, 0, "", code, "");
    }

    /** The same person, where what was judged in sight is followed through the rows of all units. */
    public Sight throughAllUnits() {
        return new Sight(officer, home, "*", "", "");
    }

    /** The same person, who also opens something at this unit: the one above, when it is about their own. */
    public Sight alsoAt(int unit) {
        boolean already = units.equals("*") || units.matches(".*[{,]" + unit + "[,}].*");
        String more = units.length() < 3 ? literal(List.of(unit)) : units.replace("}", "," + unit + "}");
        return already ? this : new Sight(officer, home, more, tracking, keeps);
    }

    /** The sight of this thread, {@link #NOTHING} where none was given. */
    public static Sight current() {
        Sight sight = CURRENT.get();
        return sight == null ? NOTHING : sight;
    }

    /** Does the work with this sight and gives the former one back afterwards. */
    public <T> T see(Supplier<T> work) {
        Sight before = CURRENT.get();
        CURRENT.set(this);
        try {
            return work.get();
        } finally {
            restore(before);
        }
    }

    /** Like {@link #see(Supplier)} for work without a result. */
    public void seeing(Runnable work) {
        see(() -> {
            work.run();
            return true;
        });
    }

    /** Like {@link #see(Supplier)} for work that may throw. */
    public <T> T call(Callable<T> work) throws Exception {
        Sight before = CURRENT.get();
        CURRENT.set(this);
        try {
            return work.call();
        } finally {
            restore(before);
        }
    }

    private static void restore(@Nullable Sight before) {
        if (before == null) {
            CURRENT.remove();
        } else {
            CURRENT.set(before);
        }
    }

    /** What PostgreSQL is told, in the order of {@link WalledTransactions#TELL}. */
    List<String> told() {
        return List.of(Integer.toString(officer), Integer.toString(home), units, tracking, keeps);
    }

    private static String literal(Collection<Integer> units) {
        return units.stream().map(String::valueOf).collect(Collectors.joining(",", "{", "}"));
    }
}
