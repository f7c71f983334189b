package dev.tailrace.terminal.logs;

import dev.tailrace.cursor.BoundedPattern;
import dev.tailrace.level.Level;
import dev.tailrace.model.Origin;
import dev.tailrace.terminal.print.FilteredPrinter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which lines are shown. The gateway leaves out the others, as far as it can. */
final class FilterOptions {
    @Option(
            names = {"-i", "--include"},
            paramLabel = "RE2",
            description = "Lines in which this pattern is found; of several, one of them.")
    List<String> include = new ArrayList<>();

    @Option(
            names = {"-e", "--exclude"},
            paramLabel = "RE2",
            description = "No lines in which this pattern is found.")
    List<String> exclude = new ArrayList<>();

    @Option(
            names = {"-C", "--context"},
            paramLabel = "N",
            description = "With -i: N lines before and after each, too.")
    int context;

    @Option(
            names = {"-B", "--before-context"},
            paramLabel = "N",
            description = "N lines before each.")
    int before;

    @Option(
            names = {"-A", "--after-context"},
            paramLabel = "N",
            description = "N lines after each.")
    int after;

    @Option(
            names = "--level",
            paramLabel = "LEVEL",
            description = "Lines of this level and above: trace, debug, info, warn, error, fatal.")
    @Nullable Level level;

    @Option(names = "--stdout", description = "Lines of standard output.")
    boolean stdout;

    @Option(names = "--stderr", description = "Lines of standard error.")
    boolean stderr;

    @Option(
            names = "--system",
            description = "The gateway's own records as lines, and not as notices.")
    boolean system;

    /** What does not go together, if anything does not. */
    Optional<String> check() {
        if (context < 0 || before < 0 || after < 0) {
            return Optional.of("-C, -A and -B take numbers of lines");
        }
        return hasContext() && include.isEmpty() && exclude.isEmpty()
                ? Optional.of("-C, -A and -B show what is around lines of -i")
                : Optional.empty();
    }

    /** The same with what is read. */
    Optional<String> check(RangeOptions range) {
        return isOfClient() && (range.tail != null || range.reverse)
                ? Optional.of("-n and -r do not go with -C, -A, -B, nor with -i beside -e")
                : Optional.empty();
    }

    private boolean hasContext() {
        return context > 0 || before > 0 || after > 0;
    }

    /** Whether it takes more than a gateway does, which has one pattern. */
    boolean isOfClient() {
        return hasContext() || (!include.isEmpty() && !exclude.isEmpty());
    }

    boolean wantsSystem() {
        return system;
    }

    /** What the gateway leaves out. */
    LogRequest.Filters filters() {
        boolean invert = include.isEmpty();
        List<String> patterns = hasContext() ? List.of() : invert ? exclude : include;
        return new LogRequest.Filters(
                one(patterns), invert && !patterns.isEmpty(), origins(), levels());
    }

    /** What is left out here. */
    FilteredPrinter.Choice choice(long head) {
        return new FilteredPrinter.Choice(
                hasContext() ? one(include).map(BoundedPattern::compile) : Optional.empty(),
                one(exclude).map(BoundedPattern::compile),
                Math.max(context, before),
                Math.max(context, after),
                head);
    }

    private static Optional<String> one(List<String> patterns) {
        return switch (patterns.size()) {
            case 0 -> Optional.empty();
            case 1 -> Optional.of(patterns.getFirst());
            default -> Optional.of("(?:" + String.join(")|(?:", patterns) + ")");
        };
    }

    private Optional<String> origins() {
        Set<Origin> origins = EnumSet.noneOf(Origin.class);
        if (stdout || (!stderr && !system)) {
            origins.add(Origin.STDOUT);
        }
        if (stderr || (!stdout && !system)) {
            origins.add(Origin.STDERR);
        }
        if (system) {
            origins.add(Origin.SYSTEM);
        }
        return stdout || stderr || system
                ? Optional.of(origins.stream().map(Origin::text).collect(Collectors.joining(",")))
                : Optional.empty();
    }

    private Optional<String> levels() {
        return Optional.ofNullable(level)
                .map(least ->
                        Arrays.stream(Level.values())
                                .filter(each -> each != Level.NONE || least == Level.NONE)
                                .filter(each -> each.compareTo(least) >= 0)
                                .map(Level::text)
                                .collect(Collectors.joining(",")));
    }
}
