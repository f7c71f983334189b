package dev.tailrace.terminal.gateway;

import dev.tailrace.source.process.Environment;
import dev.tailrace.user.RunningGateway;
import dev.tailrace.user.UserFolders;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Finds the gateway that a command is about.
 *
 * <pre>
 *   1. the one that is given        --server, TAILRACE_SERVER
 *   2. the one of this user that runs on this machine
 *      of several: the only one that has what is asked for, else an error that lists them
 *   3. http://127.0.0.1:8080
 * </pre>
 */
public final class GatewayFinder {
    static final String VARIABLE = "TAILRACE_SERVER";
    private static final String OTHERWISE = "http://127.0.0.1:8080";

    private final Environment environment;
    private final Path running;

    public GatewayFinder(Environment environment) {
        this.environment = environment;
        this.running = new UserFolders(environment).running();
    }

    /**
     * Finds it.
     *
     * @param given by an option; null if there is none
     * @param wanted whether a gateway has what is asked for; asked where several run
     * @throws GatewayFailure if several come into question, or what is given is no address
     */
    public GatewayAddress find(@Nullable String given, Predicate<GatewayAddress> wanted) {
        List<GatewayAddress> all = all(given);
        if (all.size() == 1) {
            return all.getFirst();
        }
        List<GatewayAddress> fitting = all.stream().filter(wanted).toList();
        if (fitting.size() == 1) {
            return fitting.getFirst();
        }
        throw GatewayFailure.of(GatewayFailure.USAGE, which(all, !fitting.isEmpty()));
    }

    /** All that come into question. */
    List<GatewayAddress> all(@Nullable String given) {
        Optional<String> named = Optional.ofNullable(given).or(() -> environment.get(VARIABLE));
        if (named.isPresent()) {
            return List.of(GatewayAddress.of(named.get()));
        }
        List<GatewayAddress> found = running();
        return found.isEmpty() ? List.of(GatewayAddress.of(OTHERWISE)) : found;
    }

    /** Where the gateway is now that was at {@code before}: another may go on with its folder. */
    GatewayAddress again(GatewayAddress before) {
        return before.data()
                .flatMap(data ->
                        running().stream()
                                .filter(each -> each.data().equals(Optional.of(data)))
                                .findFirst())
                .orElse(before);
    }

    private List<GatewayAddress> running() {
        return RunningGateway.in(running).stream()
                .map(each ->
                        new GatewayAddress(URI.create(each.address()), Optional.of(each.data())))
                .toList();
    }

    private static String which(List<GatewayAddress> all, boolean severalHaveIt) {
        return all.size()
                + " gateways run here, and "
                + (severalHaveIt ? "more than one has that" : "none has that")
                + "; choose one with --server or "
                + VARIABLE
                + ":\n"
                + all.stream()
                        .map(each -> "  " + each + "  " + each.data().orElse(""))
                        .collect(Collectors.joining("\n"));
    }
}
