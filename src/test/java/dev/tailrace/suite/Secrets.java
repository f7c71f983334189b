package dev.tailrace.suite;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.SimpleFormatter;
import java.util.stream.Stream;

/**
 * What only the clients of a test's gateway may know, such as tokens: neither the gateway's log nor
 * its files may have it.
 *
 * <pre>
 *   test: made(secret) --> a property of the JVM, as Quarkus loads this class once more
 *   every record of the log of this JVM  --> said: looks for each secret ---.
 *   a gateway's files, when it is closed --> lookIn: the same --------------+--> requireNone: red
 *                                                                           `--> target/suite/leaked
 * </pre>
 *
 * <p>Any thread.
 */
public final class Secrets {
    private static final String MADE = "suite.secrets";
    private static final String FOUND = "suite.secrets.found";

    private static final String BETWEEN = "\n";

    private Secrets() {}

    /** The secret, which nothing may say from now on. */
    public static String made(String secret) {
        if (!all().contains(secret)) {
            add(MADE, secret);
        }
        return secret;
    }

    private static void add(String property, String line) {
        System.getProperties().merge(property, line, (before, next) -> before + BETWEEN + next);
    }

    private static List<String> all() {
        String made = System.getProperty(MADE, "");
        return made.isEmpty() ? List.of() : List.of(made.split(BETWEEN, -1));
    }

    private static Optional<String> in(String text) {
        return all().stream().filter(text::contains).findFirst();
    }

    private static void found(String secret, String where) {
        String leak =
                "a secret of a test, " + secret + ", in " + where.lines().findFirst().orElse("");
        add(FOUND, leak);
        SuiteFolder.add(SuiteFolder.LEAKED, leak);
    }

    /** Listens to a log. */
    static Handler said() {
        return new Handler() {
            private final SimpleFormatter format = new SimpleFormatter();

            @Override
            public void publish(LogRecord said) {
                if (!all().isEmpty()) {
                    // With the trace of what was thrown.
                    in(format.format(said))
                            .ifPresent(secret ->
                                    found(
                                            secret,
                                            "the log, of "
                                                    + said.getLoggerName()
                                                    + ": "
                                                    + format.formatMessage(said)));
                }
            }

            @Override
            public void flush() {
                // Nothing is kept back.
            }

            @Override
            public void close() {
                // Nothing is open.
            }
        };
    }

    /** Looks for them in files, and in all that is in folders; in no links and no FIFOs. */
    public static void lookIn(Path... places) {
        if (all().isEmpty()) {
            return;
        }
        for (Path place : places) {
            try (Stream<Path> files = Files.walk(place)) {
                files.filter(each -> Files.isRegularFile(each, LinkOption.NOFOLLOW_LINKS))
                        .forEach(Secrets::lookInFile);
            } catch (NoSuchFileException e) {
                // There is none, or no more.
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private static void lookInFile(Path file) {
        try {
            in(file + BETWEEN + Files.readString(file, ISO_8859_1))
                    .ifPresent(secret -> found(secret, file.toString()));
        } catch (IOException e) {
            // Removed meanwhile, as by a gateway that still stops.
        }
    }

    /**
     * Fails if one was found since this was asked last.
     *
     * @throws AssertionError saying where
     */
    public static void requireNone() {
        Object found = System.getProperties().remove(FOUND);
        if (found != null) {
            throw new AssertionError("There is " + found);
        }
    }
}
