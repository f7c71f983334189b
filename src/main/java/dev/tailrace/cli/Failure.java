package dev.tailrace.cli;

import dev.tailrace.hub.HubException;
import dev.tailrace.source.SourceException;
import dev.tailrace.source.process.CommandException;
import io.quarkus.runtime.QuarkusBindException;
import io.smallrye.config.ConfigValidationException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Tells the user why the gateway does not start, in one sentence where the reason is known. */
final class Failure {
    private static final int EXIT_CODE = 1;

    private Failure() {}

    /** Says it on standard error and returns the exit code. */
    static int say(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            String sentence = sentence(cause);
            if (sentence != null) {
                System.err.println("tailrace: " + sentence);
                return cause instanceof CommandException e ? e.shellCode() : EXIT_CODE;
            }
        }
        System.err.println("tailrace: it cannot start, for a reason that it does not know:");
        failure.printStackTrace();
        return EXIT_CODE;
    }

    private static @Nullable String sentence(Throwable cause) {
        return switch (cause) {
            case HubException e -> e.getMessage();
            case SourceException e -> e.getMessage();
            case LaunchException e -> e.getMessage();
            case QuarkusBindException _ ->
                    "port "
                            + System.getProperty("quarkus.http.port", "8080")
                            + " is in use by another program: stop that one, or choose another port"
                            + " with --port.";
            case ConfigValidationException e -> ConfigProblems.sentence(e);
            case IllegalArgumentException e
                    when e.getStackTrace().length > 0
                            && Objects.requireNonNull(e.getStackTrace()[0])
                                    .getClassName()
                                    .startsWith("dev.tailrace") ->
                    e.getMessage();
            default -> null;
        };
    }
}
