package dev.tailrace.access;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.HexFormat;

/**
 * Where a client comes from, as far as it cannot choose that: its address, or of IPv6 the network
 * of one customer (/64, RFC 6177), in which it may have any. Any thread.
 */
public final class ClientNetwork {
    private static final int IPV6_BYTES = 8;

    private ClientNetwork() {}

    /** The name of the address' network. */
    public static String of(InetAddress address) {
        return address instanceof Inet6Address
                ? HexFormat.of().formatHex(address.getAddress(), 0, IPV6_BYTES)
                : address.getHostAddress();
    }
}
