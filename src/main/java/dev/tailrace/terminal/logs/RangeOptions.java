package dev.tailrace.terminal.logs;

import dev.tailrace.terminal.gateway.GatewayClient;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** From where to where a log is read. */
final class RangeOptions {
    private static final long TAIL_OF_FOLLOWER = 10;

    @Option(
            names = {"-f", "--follow"},
            description = "Go on with new lines as they come.")
    boolean follow;

    @Option(
            names = {"-n", "--tail"},
            paramLabel = "N",
            description = "The last N lines of each stream (default: 10 with -f, else all).")
    @Nullable Long tail;

    @Option(names = "--head", paramLabel = "N", description = "End after N lines.")
    @Nullable Long head;

    @Option(
            names = {"-S", "--since"},
            paramLabel = "TIME",
            converter = TimePoint.class,
            description =
                    "From then on: 15m, 14:05, today, yesterday, a date, or a time as in RFC 3339.")
    @Nullable String since;

    @Option(
            names = {"-U", "--until"},
            paramLabel = "TIME",
            converter = TimePoint.class,
            description = "Up to then.")
    @Nullable String until;

    @Option(
            names = "--run",
            paramLabel = "NUMBER",
            description =
                    "One run of the stream's command: its number, 0 for the last, -1 for that before.")
    @Nullable Long run;

    @Option(
            names = {"-p", "--previous"},
            description = "The run before the last, as --run -1.")
    boolean previous;

    @Option(
            names = {"-r", "--reverse"},
            description = "The newest line first.")
    boolean reverse;

    /** What does not go together, if anything does not. */
    Optional<String> check() {
        if ((tail != null && tail < 0) || (head != null && head < 1)) {
            return Optional.of("-n and --head take numbers of lines");
        }
        if (reverse && follow) {
            return Optional.of("-r reads history: it does not go with -f");
        }
        if (run != null && previous) {
            return Optional.of("-p is --run -1: one of the two");
        }
        return tail != null && head != null
                ? Optional.of("-n and --head: one of the two")
                : Optional.empty();
    }

    boolean isOfRun() {
        return run != null || previous;
    }

    /**
     * How many last lines to begin with.
     *
     * @param everything whether a follower gets all where nobody says otherwise
     */
    OptionalLong tail(boolean everything) {
        if (tail != null) {
            return OptionalLong.of(tail);
        }
        return follow && since == null && head == null && !everything
                ? OptionalLong.of(TAIL_OF_FOLLOWER)
                : OptionalLong.empty();
    }

    OptionalLong head() {
        return head == null ? OptionalLong.empty() : OptionalLong.of(head);
    }

    Optional<String> since() {
        return Optional.ofNullable(since);
    }

    Optional<String> until() {
        return Optional.ofNullable(until);
    }

    /** The number of the run that is read; empty for all. */
    OptionalLong run(GatewayClient client, String stream, boolean last) {
        if (!isOfRun() && !last) {
            return OptionalLong.empty();
        }
        long choice = previous ? -1 : run == null ? 0 : run;
        return OptionalLong.of(RunChoice.number(client, stream, choice));
    }
}
