package dev.tailrace.cli;

import static java.util.Objects.requireNonNull;

import dev.tailrace.access.Grant;
import dev.tailrace.access.GrantLine;
import dev.tailrace.access.GrantsFile;
import dev.tailrace.access.Key;
import dev.tailrace.access.Pattern;
import dev.tailrace.access.Right;
import dev.tailrace.access.Token;
import dev.tailrace.model.OsText;
import dev.tailrace.model.Reasons;
import dev.tailrace.source.process.Environment;
import dev.tailrace.user.LaunchException;
import io.quarkus.runtime.configuration.DurationConverter;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code tailrace token}: the tokens that clients show a gateway. */
@Command(
        name = "token",
        description =
                "Makes, lists and revokes the tokens of a gateway with tailrace.auth.mode=token, which"
                        + " reads their file again when it changes.",
        mixinStandardHelpOptions = true,
        subcommands = {TokenCommand.New.class, TokenCommand.Show.class, TokenCommand.Revoke.class})
final class TokenCommand implements Runnable {
    @Spec @Nullable CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(
                requireNonNull(spec).commandLine(), "Which command? One of new, list, revoke.");
    }

    /** What all of them take, and where they answer. */
    static final class TokenFileOption {
        private static final String VARIABLE = "TAILRACE_AUTH_TOKEN_FILE";

        @Spec(Spec.Target.MIXEE)
        @Nullable CommandSpec command;

        @Option(
                names = "--file",
                paramLabel = "FILE",
                description = "The token file (default: $TAILRACE_AUTH_TOKEN_FILE).")
        @Nullable Path file;

        private Path path() {
            Path given =
                    file == null
                            ? Environment.own().get(VARIABLE).map(OsText::path).orElse(null)
                            : file;
            if (given == null) {
                throw refused("--file is missing; accepted is a path, or " + VARIABLE);
            }
            return OsText.absolute(given);
        }

        PrintWriter out() {
            return requireNonNull(command).commandLine().getOut();
        }

        ParameterException refused(@Nullable String why) {
            return new ParameterException(requireNonNull(command).commandLine(), why + ".");
        }

        /** Does something with the file. */
        <T> T with(Task<T> task) {
            Path path = path();
            try {
                return task.on(new GrantsFile(path));
            } catch (NoSuchFileException _) {
                throw new LaunchException("there is no file " + OsText.shown(path) + ".");
            } catch (IOException e) {
                throw new LaunchException(OsText.shown(path) + ": " + Reasons.of(e) + ".");
            } catch (IllegalArgumentException e) {
                throw new LaunchException(OsText.shown(path) + ": " + e.getMessage() + ".");
            }
        }
    }

    /** Something that is done with a token file. */
    @FunctionalInterface
    interface Task<T> {
        T on(GrantsFile grants) throws IOException;
    }

    /** {@code tailrace token new}. */
    @Command(
            name = "new",
            description =
                    "Makes a token and prints it, this once: the file gets only its hash. What is"
                            + " not granted is not there for its client.",
            mixinStandardHelpOptions = true)
    static final class New implements Callable<Integer> {
        @Mixin TokenFileOption file = new TokenFileOption();

        @Option(
                names = "--id",
                paramLabel = "ID",
                required = true,
                description = "Whose it is; several tokens of one are the same principal.")
        String id = "";

        @Option(
                names = "--rights",
                paramLabel = "RIGHT",
                split = ",",
                description = "Of read, push, control and metrics (default: read).")
        List<String> rights = List.of(Right.READ.text());

        @Option(
                names = "--streams",
                paramLabel = "PATTERN",
                split = ",",
                required = true,
                description = "Names of streams, with * for any characters; '*' for all.")
        List<String> streams = List.of();

        @Option(
                names = "--labels",
                paramLabel = "NAME=PATTERN",
                description =
                        "Only streams with all these labels, as the configuration, a container"
                                + " engine or the kubelet gives them.")
        String labels = "";

        @Option(
                names = "--expires",
                paramLabel = "TIME",
                converter = Expiry.class,
                description =
                        "Until when: a duration from now such as 30d, a date, or a time as in RFC"
                                + " 3339 (default: for ever).")
        Instant expires = Instant.MAX;

        @Override
        public Integer call() {
            String token = Token.random(new SecureRandom());
            GrantLine line = line(token);
            file.with(grants -> {
                grants.add(line);
                return line;
            });
            file.out().println(token);
            return 0;
        }

        private GrantLine line(String token) {
            try {
                Grant grant =
                        new Grant(
                                rights.stream().map(New::right).collect(Collectors.toSet()),
                                streams.stream().map(Pattern::new).toList(),
                                GrantLine.labels(labels));
                Key key = new Key(Key.Kind.SHA256, Token.hash(token));
                return new GrantLine(id, key, grant, expires);
            } catch (IllegalArgumentException e) {
                throw file.refused(e.getMessage());
            }
        }

        private static Right right(String text) {
            return Right.of(text)
                    .orElseThrow(() ->
                            new IllegalArgumentException(
                                    "--rights " + text + ": accepted are " + Right.ACCEPTED));
        }
    }

    /** {@code tailrace token list}. */
    @Command(
            name = "list",
            description =
                    "Lists the tokens: whose they are, the first digits of their hash, what they may.",
            mixinStandardHelpOptions = true)
    static final class Show implements Callable<Integer> {
        @Mixin TokenFileOption file = new TokenFileOption();

        @Override
        public Integer call() {
            Instant now = Instant.now();
            for (GrantLine line : file.with(GrantsFile::lines)) {
                String shown = line.toString().replace(line.key().toString(), line.key().shown());
                boolean over = !now.isBefore(line.expires());
                file.out().println(shown + (over ? " (over)" : ""));
            }
            return 0;
        }
    }

    /** {@code tailrace token revoke}. */
    @Command(
            name = "revoke",
            description = "Takes tokens away; what reads with them ends within a second.",
            mixinStandardHelpOptions = true)
    static final class Revoke implements Callable<Integer> {
        @Mixin TokenFileOption file = new TokenFileOption();

        @Option(
                names = "--id",
                paramLabel = "ID",
                required = true,
                description = "Whose, or the first 8 or more digits of a hash as in the list.")
        String id = "";

        @Override
        public Integer call() {
            if (file.<Integer>with(grants -> grants.remove(id)) == 0) {
                throw new LaunchException(
                        "there is no token of "
                                + OsText.shown(id)
                                + "; 'tailrace token list' lists"
                                + " those there are.");
            }
            return 0;
        }
    }

    /** Reads when a token is over. */
    static final class Expiry implements ITypeConverter<Instant> {
        @Override
        public Instant convert(String text) {
            return text.matches("[0-9]+[a-z]+")
                    ? Instant.now().plus(DurationConverter.parseDuration(text))
                    : GrantLine.time(text);
        }
    }
}
