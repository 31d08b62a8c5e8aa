package org.fengqiao.channel.paste;

import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.MonthDay;
import java.time.temporal.TemporalAdjusters;
import java.util.Locale;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A day, a time of day, or both, as WeChat writes them: "2026年11月20日 上午10:03", "昨天 22:10", "星期三 08:01", "10:03".
 *
 * @param day finds the day, given the day of pasting; {@code null} when the stamp tells only a time
 * @param time the time of day; {@code null} when the stamp tells only a day
 */
record Stamp(
        @Nullable UnaryOperator<LocalDate> day, @Nullable LocalTime time) {

    /** No stamp is longer than this, so only so much of a line is ever searched for one. */
    private static final int LONGEST = 40;

    private static final String DAY = "(?:(?<y>\\d{4}) ?[-/.年] ?(?<m>\\d{1,2}) ?[-/.月] ?(?<d>\\d{1,2})(?: ?日)?"
            + "|(?<m2>\\d{1,2}) ?月 ?(?<d2>\\d{1,2}) ?日|(?<rel>今天|昨天|前天|Today|Yesterday))";
    private static final String WEEKDAY =
            "(?:(?:星期|周|礼拜)(?<w>[一二三四五六日天])|(?<en>Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)";
    private static final String TIME = "(?:(?<part>凌晨|清晨|早上|上午|中午|下午|傍晚|晚上) ?)?"
            + "(?<h>[01]?\\d|2[0-3])[:：](?<mi>[0-5]\\d)(?:[:：](?<s>[0-5]\\d))?(?: ?(?<ap>[AaPp][Mm]))?";
    private static final String DAY_AND_TIME = "(?:" + DAY + " {0,3})?(?:" + WEEKDAY + " {0,3})?(?:" + TIME + ")?";

    private static final Pattern WHOLE = Pattern.compile(DAY_AND_TIME);
    private static final Pattern AT_END =
            Pattern.compile("(?<=^| )(?=[^ ])(?:" + DAY + " {0,3})?(?:" + WEEKDAY + " {0,3})?" + TIME + "$");
    private static final Pattern AT_START =
            Pattern.compile("^" + DAY + " {1,3}(?:" + WEEKDAY + " {1,3})?" + TIME + " ");

    /** A stamp at one end of a line, and what the line holds besides. */
    record Found(Stamp stamp, String rest, boolean withSeconds) {}

    boolean tellsDay() {
        return day != null;
    }

    /** The day the stamp tells, counted from the day of pasting. */
    @Nullable
    LocalDate dayFrom(LocalDateTime pastedAt) {
        return day == null ? null : day.apply(pastedAt.toLocalDate());
    }

    /** The stamp that a line consists of, spaces aside. */
    static @Nullable Stamp whole(String line) {
        String text = Spaces.strip(line);
        if (text.isEmpty() || text.length() > LONGEST || !endsLikeStamp(text.charAt(text.length() - 1))) {
            return null;
        }
        Matcher matcher = WHOLE.matcher(text);
        return matcher.matches() ? of(matcher) : null;
    }

    /** The stamp with a time of day that ends a line, parted from what is before it by a space. */
    static @Nullable Found atEnd(String line) {
        if (line.isEmpty() || !endsLikeTime(line.charAt(line.length() - 1))) {
            return null;
        }
        Matcher matcher = AT_END.matcher(line)
                .region(Math.max(0, line.length() - LONGEST), line.length())
                .useAnchoringBounds(false)
                .useTransparentBounds(true);
        if (!matcher.find()) {
            return null;
        }
        Stamp stamp = of(matcher);
        return stamp == null ? null : new Found(stamp, line.substring(0, matcher.start()), matcher.group("s") != null);
    }

    /** The stamp with a day and a time that begins a line, parted from what follows by a space. */
    static @Nullable Found atStart(String line) {
        if (line.isEmpty() || !isDigit(line.charAt(0))) {
            return null;
        }
        Matcher matcher = AT_START.matcher(line).region(0, Math.min(line.length(), LONGEST));
        if (!matcher.lookingAt()) {
            return null;
        }
        Stamp stamp = of(matcher);
        return stamp == null ? null : new Found(stamp, line.substring(matcher.end()), matcher.group("s") != null);
    }

    private static boolean endsLikeStamp(char c) {
        return endsLikeTime(c) || c == 'y' || "日天一二三四五六".indexOf(c) >= 0;
    }

    private static boolean endsLikeTime(char c) {
        return isDigit(c) || c == 'M' || c == 'm';
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static @Nullable Stamp of(Matcher matcher) {
        try {
            Stamp stamp = new Stamp(day(matcher), time(matcher));
            return stamp.day == null && stamp.time == null ? null : stamp;
        } catch (DateTimeException noSuchDay) {
            return null;
        }
    }

    private static @Nullable UnaryOperator<LocalDate> day(Matcher matcher) {
        if (matcher.group("y") != null) {
            LocalDate written = LocalDate.of(number(matcher, "y"), number(matcher, "m"), number(matcher, "d"));
            return today -> written;
        }
        if (matcher.group("m2") != null) {
            MonthDay written = MonthDay.of(number(matcher, "m2"), number(matcher, "d2"));
            // A day without a year is never in the future: in January "12月30日" is the one just past.
            return today -> written.atYear(today.getYear()).isAfter(today)
                    ? written.atYear(today.getYear() - 1)
                    : written.atYear(today.getYear());
        }
        String relative = matcher.group("rel");
        if (relative != null) {
            int ago = relative.equals("昨天") || relative.equals("Yesterday") ? 1 : relative.equals("前天") ? 2 : 0;
            return today -> today.minusDays(ago);
        }
        DayOfWeek weekday = weekday(matcher);
        // WeChat never names today by its weekday, so the same weekday is that of last week.
        return weekday == null ? null : today -> today.with(TemporalAdjusters.previous(weekday));
    }

    private static @Nullable DayOfWeek weekday(Matcher matcher) {
        String chinese = matcher.group("w");
        if (chinese != null) {
            return DayOfWeek.of(Math.min(7, "一二三四五六日天".indexOf(chinese) + 1));
        }
        String english = matcher.group("en");
        return english == null ? null : DayOfWeek.valueOf((english + "day").toUpperCase(Locale.ROOT));
    }

    private static @Nullable LocalTime time(Matcher matcher) {
        if (matcher.group("h") == null) {
            return null;
        }
        int hour = number(matcher, "h");
        String part = matcher.group("part");
        String half = matcher.group("ap");
        boolean afternoon = (part != null && "下午傍晚晚上".contains(part))
                || ("中午".equals(part) && hour < 6)
                || (half != null && Character.toUpperCase(half.charAt(0)) == 'P');
        boolean morning = (part != null && "凌晨清晨早上上午".contains(part))
                || (half != null && Character.toUpperCase(half.charAt(0)) == 'A');
        if (afternoon && hour < 12) {
            hour += 12;
        } else if (hour == 12 && (morning || "晚上".equals(part))) {
            hour = 0;
        }
        return LocalTime.of(hour, number(matcher, "mi"), matcher.group("s") == null ? 0 : number(matcher, "s"));
    }

    private static int number(Matcher matcher, String group) {
        return Integer.parseInt(matcher.group(group));
    }
}
