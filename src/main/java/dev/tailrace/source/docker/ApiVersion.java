package dev.tailrace.source.docker;

import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A version of the engine's API, such as 1.41. */
record ApiVersion(int major, int minor) implements Comparable<ApiVersion> {
    /**
     * Docker 1.12 (2016), the first that filters its events by name and knows parts of a second.
     */
    static final ApiVersion OLDEST = new ApiVersion(1, 24);

    /** What the calls made here have been read against; a newer engine answers it all the same. */
    static final ApiVersion NEWEST = new ApiVersion(1, 51);

    /**
     * Docker 23.0, whose reader goes on to the end of a log after the container has ended: those
     * before may miss what was written last.
     */
    static final ApiVersion ENDS_LOGS_WHOLE = new ApiVersion(1, 42);

    private static final Pattern FORM = Pattern.compile("(\\d{1,4})\\.(\\d{1,6})");

    static Optional<ApiVersion> parse(String text) {
        Matcher matcher = FORM.matcher(text);
        return matcher.matches()
                ? Optional.of(
                        new ApiVersion(
                                Integer.parseInt(matcher.group(1)),
                                Integer.parseInt(matcher.group(2))))
                : Optional.empty();
    }

    /**
     * The newest that both know, given the {@code engine}'s newest.
     *
     * @throws EngineException if that is too old
     */
    static ApiVersion common(ApiVersion engine) {
        if (engine.compareTo(OLDEST) < 0) {
            throw new EngineException(
                    "it speaks API " + engine + ", and at least " + OLDEST + " is needed");
        }
        return engine.compareTo(NEWEST) < 0 ? engine : NEWEST;
    }

    @Override
    public int compareTo(ApiVersion other) {
        return Comparator.comparingInt(ApiVersion::major)
                .thenComparingInt(ApiVersion::minor)
                .compare(this, other);
    }

    @Override
    public String toString() {
        return major + "." + minor;
    }
}
