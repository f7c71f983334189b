package dev.tailrace.terminal.gateway;

import dev.tailrace.source.process.Environment;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options by which a command gets at its gateway: a mixin of picocli. */
public final class GatewayOptions {
    @Option(
            names = "--server",
            paramLabel = "URL",
            description =
                    "The gateway (default: $TAILRACE_SERVER, else yours that runs on this machine,"
                            + " else http://127.0.0.1:8080).")
    @Nullable String server;

    @Option(
            names = "--token-file",
            paramLabel = "FILE",
            description = "A file with the token to show (default: $TAILRACE_TOKEN).")
    @Nullable Path tokenFile;

    /**
     * The gateway that is meant.
     *
     * @param wanted whether a gateway has what is asked for; asked where several run, and one that
     *     fails to answer counts as one that has it not
     */
    public GatewayClient connect(Predicate<GatewayClient> wanted) {
        Environment environment = Environment.own();
        GatewayFinder finder = new GatewayFinder(environment);
        AccessToken token = new AccessToken(tokenFile, environment);
        GatewayAddress address =
                finder.find(server, each -> has(new GatewayClient(each, finder, token), wanted));
        return new GatewayClient(address, finder, token);
    }

    /** All gateways that come into question. */
    public List<GatewayClient> all() {
        Environment environment = Environment.own();
        GatewayFinder finder = new GatewayFinder(environment);
        AccessToken token = new AccessToken(tokenFile, environment);
        return finder.all(server).stream()
                .map(address -> new GatewayClient(address, finder, token))
                .toList();
    }

    /** The gateway at {@code address}, for a client with that environment. */
    public GatewayClient connect(String address, Environment environment) {
        return new GatewayClient(
                GatewayAddress.of(address),
                new GatewayFinder(environment),
                new AccessToken(tokenFile, environment));
    }

    private static boolean has(GatewayClient client, Predicate<GatewayClient> wanted) {
        try {
            return wanted.test(client);
        } catch (GatewayFailure _) {
            return false; // which is told if no other gateway has it either
        }
    }
}
