package dev.tailrace.access;

import io.smallrye.common.net.CidrAddress;
import io.smallrye.common.net.Inet;
import java.net.InetAddress;
import java.util.List;
import org.eclipse.microprofile.config.Config;
import org.jspecify.annotations.Nullable;

/**
 * Whose word about clients counts, and in which headers. Any thread.
 *
 * @param from where they connect from
 */
public record Proxies(List<CidrAddress> from, String userHeader, String groupsHeader) {
    private static final String FROM = "tailrace.auth.proxy.from";

    /** A header's name (RFC 9110, 5.6.2). */
    private static final String TOKEN = "[!#$%&'*+.^_`|~0-9A-Za-z-]+";

    public Proxies {
        from = List.copyOf(from);
    }

    /**
     * Those that are configured.
     *
     * @throws AccessException if there are none, or they cannot be understood
     */
    static Proxies of(ProxyConfig config) {
        List<String> from =
                config.from()
                        .orElseThrow(() ->
                                new AccessException(
                                        "tailrace.auth.mode is proxy, and "
                                                + FROM
                                                + " is missing: accepted are the addresses that"
                                                + " the proxy connects from, such as 127.0.0.1 or"
                                                + " 10.1.0.0/16."));
        return new Proxies(
                from.stream().map(Proxies::network).toList(),
                header("tailrace.auth.proxy.user-header", config.userHeader()),
                header("tailrace.auth.proxy.groups-header", config.groupsHeader()));
    }

    private static CidrAddress network(String text) {
        CidrAddress network =
                text.contains("/")
                        ? Inet.parseCidrAddress(text)
                        : ofOne(Inet.parseInetAddress(text));
        if (network == null || network.getNetmaskBits() == 0) {
            throw new AccessException(
                    FROM
                            + " has '"
                            + text
                            + "'; accepted are addresses such as 127.0.0.1 and networks such as"
                            + " 10.1.0.0/16, but not all addresses: everybody could say that he"
                            + " is anybody.");
        }
        return network;
    }

    private static @Nullable CidrAddress ofOne(@Nullable InetAddress address) {
        return address == null
                ? null
                : CidrAddress.create(address, address.getAddress().length * Byte.SIZE);
    }

    private static String header(String key, String name) {
        if (!name.matches(TOKEN)) {
            throw new AccessException(
                    key + " has '" + name + "'; accepted is the name of a header.");
        }
        return name;
    }

    /** What such a one has to send, for people. */
    public String accepted() {
        return "one header '"
                + userHeader
                + "' with "
                + Key.NAME_ACCEPTED
                + " and at most one header '"
                + groupsHeader
                + "', from an address in "
                + FROM;
    }

    /**
     * Where they connect from, as configured; nowhere if nothing is.
     *
     * @throws AccessException if that cannot be understood
     */
    static List<CidrAddress> configured(Config config) {
        return config.getOptionalValues(FROM, String.class).orElse(List.of()).stream()
                .map(Proxies::network)
                .toList();
    }

    /** Whether what connects from there is one of them. */
    public boolean have(String address) {
        try {
            InetAddress peer = InetAddress.ofLiteral(address);
            return from.stream().anyMatch(each -> each.matches(peer));
        } catch (IllegalArgumentException _) {
            return false;
        }
    }
}
