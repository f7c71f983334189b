package dev.tailrace.access;

import io.smallrye.common.net.CidrAddress;
import java.net.InetAddress;
import java.util.List;
import org.eclipse.microprofile.config.Config;

/**
 * Addresses that bring many clients, which must not share what is for one: loopback, as all users
 * and proxies of this machine have it, and proxies that are trusted. They see their clients'
 * addresses and can bound them; what a header says of an address anybody may have written. Any
 * thread.
 */
public record SharedAddresses(List<CidrAddress> proxies) {
    public SharedAddresses {
        proxies = List.copyOf(proxies);
    }

    /**
     * As configured.
     *
     * @throws AccessException if that cannot be understood
     */
    public static SharedAddresses of(Config config) {
        return new SharedAddresses(Proxies.configured(config));
    }

    /** Whether that is one of them. */
    public boolean have(InetAddress address) {
        return address.isLoopbackAddress()
                || proxies.stream().anyMatch(each -> each.matches(address));
    }
}
