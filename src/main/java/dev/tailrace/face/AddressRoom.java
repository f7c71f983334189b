package dev.tailrace.face;

import dev.tailrace.access.ClientNetwork;
import dev.tailrace.access.SharedAddresses;
import io.netty.channel.Channel;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * How many connections are open from each address, so that the clients of one leave room for those
 * of others. Loopback and the proxies that are trusted bring all their clients from one address,
 * and are not counted; what a header says of an address anybody may have written. Any thread.
 *
 * @param max how many there may be from one
 * @param shared those that are not counted
 * @param open what is counted, of all ports of this process
 */
record AddressRoom(int max, SharedAddresses shared, Map<String, Integer> open) {
    AddressRoom(int max, SharedAddresses shared) {
        this(max, shared, new ConcurrentHashMap<>());
    }

    /** Takes a place, which the connection gives back when it is closed; not if there is none. */
    boolean take(Channel connection) {
        if (!(connection.remoteAddress() instanceof InetSocketAddress peer)
                || shared.have(peer.getAddress())) {
            return true;
        }
        String from = ClientNetwork.of(peer.getAddress());
        if (open.merge(from, 1, Integer::sum) > max) {
            leave(from);
            return false;
        }
        connection.closeFuture().addListener(_ -> leave(from));
        return true;
    }

    private void leave(String from) {
        open.computeIfPresent(from, (_, count) -> count == 1 ? null : count - 1);
    }
}
