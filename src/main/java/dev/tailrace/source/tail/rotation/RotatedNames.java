package dev.tailrace.source.tail.rotation;

import dev.tailrace.source.tail.file.FileCompression;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What rotation makes of a file's name:
 *
 * <pre>
 *   app.log.1  app.log.2.gz  app.1.log               numbers: the higher, the older
 *   app.log-20261120  app.log.20261120-150405.gz     dates (8 digits and more): the later, the newer
 *   app-2026-11-20.log  app.2026-11-20.1.log.gz  app__2026-11-20_15-04-05.log
 * </pre>
 */
public final class RotatedNames {
    /** A date, and whatever digits follow it: a time, a number. */
    private static final String DATE = "\\d{4}-?\\d{2}-?\\d{2}(?:[-._T:Z+]*\\d+)*Z?|\\d{9,}";

    /** So many digits and no separator: seconds since 1970 begin with ten. */
    private static final String NUMBER = "\\d{1,7}";

    private static final Pattern ENDING = Pattern.compile("\\.[A-Za-z]\\w*$");

    private static final Pattern ROTATED =
            Pattern.compile(
                    "(?<stem>.+?)(?:[-._]+(?<date>%s)|\\.(?<number>%s))(?<ending>\\.[A-Za-z]\\w*)?"
                            .formatted(DATE, NUMBER));

    private static final Pattern DIGITS = Pattern.compile("\\d+");

    private RotatedNames() {}

    /**
     * A rotated name, taken apart.
     *
     * @param base the name before it was rotated
     * @param sure false for a number before the ending, as {@code worker.1.log} has it: a rotated
     *     {@code worker.log}, or the first of several workers
     * @param dated whether a date tells the order, or a number
     * @param digits the numbers in it
     */
    public record Parts(String base, boolean sure, boolean dated, List<Long> digits) {}

    /** Takes {@code name} apart; empty if rotation has not made it. */
    public static Optional<Parts> of(String name) {
        Matcher matcher = ROTATED.matcher(FileCompression.plain(name));
        if (!matcher.matches()) {
            return Optional.empty();
        }
        String date = matcher.group("date");
        String ending = matcher.group("ending");
        String base = matcher.group("stem") + (ending == null ? "" : ending);
        String text = date == null ? matcher.group("number") : date;
        return Optional.of(
                new Parts(base, date != null || ending == null, date != null, digits(text)));
    }

    /** What all names begin with that rotation makes of {@code name}. */
    static String stem(String name) {
        Matcher ending = ENDING.matcher(name);
        return ending.find() ? name.substring(0, ending.start()) : name;
    }

    /** The numbers in {@code text}, in order; what no long can hold is as large as it gets. */
    static List<Long> digits(String text) {
        List<Long> all = new ArrayList<>();
        Matcher matcher = DIGITS.matcher(text);
        while (matcher.find()) {
            String digits = matcher.group();
            all.add(digits.length() > 18 ? Long.MAX_VALUE : Long.parseLong(digits));
        }
        return all;
    }
}
