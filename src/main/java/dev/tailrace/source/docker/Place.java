package dev.tailrace.source.docker;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a container's source is, as it is kept beside the log:
 *
 * <pre>
 *   47548fb30dab 2026-11-21T16:29:24.340512842Z running 1795278564336199979x1 -
 *   container    its run                        or over standard output       standard error: none
 * </pre>
 *
 * @param container the id's first 12 characters
 * @param run when the container was started, as the engine says it; "-" before it was
 * @param over whether the end of that run has been told
 */
record Place(String container, String run, boolean over, Mark stdout, Mark stderr) {
    private static final Pattern FORM =
            Pattern.compile("(\\S{1,64}) (\\S{1,64}) (running|over) (\\S+) (\\S+)");

    /**
     * Of one output: the newest stamp, and how many parts came from the first that carried it on.
     *
     * @param stamp in ns since 1970; {@link #NONE} without a part
     */
    record Mark(long stamp, long parts) {
        static final Mark NONE = new Mark(Long.MIN_VALUE, 0);

        private static final Pattern FORM = Pattern.compile("(-?\\d{1,19})x(\\d{1,18})");

        boolean isNone() {
            return parts == 0;
        }

        static Optional<Mark> parse(String text) {
            if (text.equals("-")) {
                return Optional.of(NONE);
            }
            Matcher matcher = FORM.matcher(text);
            if (!matcher.matches()) {
                return Optional.empty();
            }
            try {
                return Optional.of(
                        new Mark(
                                Long.parseLong(matcher.group(1)),
                                Long.parseLong(matcher.group(2))));
            } catch (NumberFormatException e) {
                return Optional.empty(); // beyond a long
            }
        }

        @Override
        public String toString() {
            return isNone() ? "-" : stamp + "x" + parts;
        }
    }

    /** Reads what {@link #toString} wrote; empty if it is of another kind of source. */
    static Optional<Place> parse(String text) {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        boolean over = matcher.group(3).equals("over");
        return Mark.parse(matcher.group(4))
                .flatMap(stdout ->
                        Mark.parse(matcher.group(5))
                                .map(stderr ->
                                        new Place(
                                                matcher.group(1),
                                                matcher.group(2),
                                                over,
                                                stdout,
                                                stderr)));
    }

    @Override
    public String toString() {
        String state = over ? "over" : "running";
        return String.join(" ", container, run, state, stdout.toString(), stderr.toString());
    }
}
