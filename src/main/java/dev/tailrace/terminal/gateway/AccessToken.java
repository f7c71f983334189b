package dev.tailrace.terminal.gateway;

import dev.tailrace.model.OsText;
import dev.tailrace.model.Reasons;
import dev.tailrace.source.process.Environment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a client shows a gateway, from a file or the environment: arguments can be read by all users
 * of a machine. The file is read for each request, since tokens are renewed.
 */
final class AccessToken {
    private static final String VARIABLE = "TAILRACE_TOKEN";

    private final @Nullable Path file;
    private final Environment environment;

    AccessToken(@Nullable Path file, Environment environment) {
        this.file = file;
        this.environment = environment;
    }

    /**
     * The token, if there is one.
     *
     * @throws GatewayFailure if the file cannot be read, or has no token in it
     */
    Optional<String> now() {
        if (file == null) {
            return environment.get(VARIABLE).map(String::strip).filter(each -> !each.isEmpty());
        }
        try {
            String token = Files.readString(file).strip();
            if (!token.isEmpty() && token.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
                return Optional.of(token);
            }
            throw refused("has no token in it");
        } catch (IOException e) {
            throw refused(Reasons.of(e));
        }
    }

    private GatewayFailure refused(String why) {
        return GatewayFailure.of(
                GatewayFailure.USAGE,
                "--token-file " + OsText.shown(String.valueOf(file)) + ": " + why + ".");
    }
}
