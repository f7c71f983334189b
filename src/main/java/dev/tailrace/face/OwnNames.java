package dev.tailrace.face;

import dev.tailrace.hub.stream.HubException;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * What the gateway is called. A name is its own only if nobody else can have that name lead here:
 * the owner of any other may have it resolve to this machine when a page of that name has been
 * loaded, and to a browser the gateway's answers then are the page's own (DNS rebinding). Any
 * thread.
 */
@Singleton
final class OwnNames {
    /** What is an own name, for people; the machine's name is not told to whom that is news. */
    static final String ACCEPTED =
            "localhost, an IP address, the machine's host name, or a name in tailrace.http.hosts";

    private static final Path HOST_NAME = Path.of("/proc/sys/kernel/hostname"); // proc(5)

    private final Set<String> configured = new HashSet<>();
    private final Set<String> always = new HashSet<>(Set.of("localhost"));

    /**
     * Takes the names of the configuration.
     *
     * @param bound the address that is served at, which may be given as a name
     * @throws HubException if one of them is none
     */
    OwnNames(FaceConfig config, @ConfigProperty(name = "quarkus.http.host") String bound) {
        for (String name : config.hosts().orElse(List.of())) {
            Authority authority = Authority.of(name.strip());
            if (authority == null || authority.port() != Authority.NO_PORT) {
                throw new HubException(
                        "tailrace.http.hosts has '"
                                + name
                                + "': names such as logs.example.com are accepted, each whole and"
                                + " without scheme, port and '*'.");
            }
            configured.add(authority.host());
        }
        always.add(bound.toLowerCase(Locale.ROOT));
        always.add(machine().toLowerCase(Locale.ROOT));
    }

    /** Not by a query to DNS, which may take long. */
    private static String machine() {
        try {
            return Files.readString(HOST_NAME).strip();
        } catch (IOException e) {
            System.getLogger(OwnNames.class.getName())
                    .log(System.Logger.Level.DEBUG, "The machine's name is not to be had", e);
            return "localhost";
        }
    }

    /** Whether that is what the gateway is called, at whichever port. */
    boolean has(Authority authority) {
        return always.contains(authority.host())
                || configured.contains(authority.host())
                || authority.isAddress();
    }

    /** Whether a proxy may serve the gateway under that name, and over TLS. */
    boolean isConfigured(Authority authority) {
        return configured.contains(authority.host());
    }
}
