package dev.tailrace.terminal.logs;

import dev.tailrace.model.OsText;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where reading goes on, and what its end is worth. */
final class ResumeOptions {
    /** Of a reader that does not follow: whoever waits for its end wants to know. */
    private static final Duration MOST = Duration.ofMinutes(1);

    @Option(
            names = "--after",
            paramLabel = "POSITION",
            description = "Begin after this position, as --show-cursor and the wire have it.")
    @Nullable String after;

    @Option(
            names = "--cursor-file",
            paramLabel = "FILE",
            description =
                    "Begin after the position in the file, if there is one, and keep in it how far"
                            + " lines have been written.")
    @Nullable Path cursorFile;

    @Option(
            names = "--show-cursor",
            description = "Print the last position on standard error in the end.")
    boolean showCursor;

    @Option(names = "--no-reconnect", description = "End with 1 where the connection is cut.")
    boolean noReconnect;

    @Option(
            names = "--give-up",
            paramLabel = "TIME",
            converter = Span.class,
            description =
                    "End with 1 after so long without the gateway, such as 5m (default: never with"
                            + " -f, else 1m).")
    @Nullable Duration giveUp;

    @Option(names = "--strict", description = "End with 4 if lines are missing.")
    boolean strict;

    @Option(
            names = "--exit-code",
            description = "With -f: wait for the end of the run, and exit as it has.")
    boolean exitCode;

    Optional<CursorFile> file() {
        return Optional.ofNullable(cursorFile)
                .map(path -> new CursorFile(OsText.absolute(path), OutputFile.standard()));
    }

    /** After what to begin. */
    Optional<String> position() {
        return Optional.ofNullable(after).or(() -> file().flatMap(CursorFile::read));
    }

    /** How long to be without the gateway. */
    Optional<Duration> givenUp(boolean follows) {
        if (noReconnect) {
            return Optional.of(Duration.ZERO);
        }
        return Optional.ofNullable(giveUp).or(() -> follows ? Optional.empty() : Optional.of(MOST));
    }
}
