package dev.tailrace.face;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tailrace.access.Token;
import dev.tailrace.suite.Secrets;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The token file of {@link TokensProfile} and {@link LimitsProfile}, which tests may change and
 * then put back.
 */
public final class TokenFolder implements QuarkusTestResourceLifecycleManager {
    static final String ALL = token('a');

    /** Reads web-*, and sees their metrics. */
    static final String WEB = token('w');

    /** Reads what the configuration labels so. */
    static final String SHOP = token('s');

    /** Pushes into build-*, and reads nothing. */
    static final String PUSHER = token('p');

    /** Is the principal of {@link #PUSHER} too. */
    static final String PUSHER_TOO = token('q');

    static final String EXPIRED = token('x');

    /** In no file. */
    static final String UNKNOWN = token('u');

    static final List<String> LINES =
            List.of(
                    line("all", ALL, "rights=read,push,control,metrics streams=*"),
                    line("web", WEB, "rights=read,metrics streams=web-*"),
                    line("shop", SHOP, "rights=read streams=* labels=team=shop"),
                    line("pusher", PUSHER, "rights=push streams=build-*"),
                    line("pusher", PUSHER_TOO, "rights=push streams=build-*"),
                    line("expired", EXPIRED, "rights=read streams=* expires=2020-01-01"),
                    "root user=root rights=read,push,control,metrics streams=*",
                    "alice user=alice rights=read streams=web-*",
                    "alice user=alice rights=push streams=web-*",
                    "ops group=ops rights=read,metrics streams=hidden-*",
                    "old user=old rights=read streams=* expires=2020-01-01");

    private @Nullable Path folder;

    /** One that nobody would have by chance, and that is the same in all class loaders. */
    static String token(char digit) {
        return Secrets.made("trl_" + String.valueOf(digit).repeat(43));
    }

    static String line(String id, String token, String grant) {
        return id + " sha256=" + Token.hash(token) + " " + grant;
    }

    /** The lines, and one more. */
    static List<String> with(String line) {
        List<String> lines = new ArrayList<>(LINES);
        lines.add(line);
        return lines;
    }

    @Override
    public Map<String, String> start() {
        try {
            folder = Files.createTempDirectory("tailrace-tokens");
            Path file = folder.resolve("tokens");
            write(file, LINES);
            return Map.of("tailrace.auth.token-file", file.toString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static void write(Path file, List<String> lines) throws IOException {
        // Made for its owner alone.
        Path next = Files.createTempFile(file.getParent(), "next", "");
        Files.write(next, lines, UTF_8);
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
    }

    @Override
    public void stop() {
        Path made = folder;
        if (made != null) {
            try {
                Files.delete(made.resolve("tokens"));
                Files.delete(made);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
