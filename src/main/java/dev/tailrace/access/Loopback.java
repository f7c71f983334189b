package dev.tailrace.access;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;

/** Where nobody but this machine's users can connect. Any thread. */
public final class Loopback {
    private Loopback() {}

    /** Whether all that the name means is; not if it means nothing. */
    public static boolean isAllOf(String host) {
        try {
            return isAllOf(InetAddress.getAllByName(host));
        } catch (UnknownHostException _) {
            return false;
        }
    }

    /** Whether all of them are. */
    public static boolean isAllOf(InetAddress... addresses) {
        return Arrays.stream(addresses).allMatch(InetAddress::isLoopbackAddress);
    }
}
