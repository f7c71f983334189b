package dev.tailrace.face.auth;

import dev.tailrace.access.ClientNetwork;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How long the answer to a wrong token waits: from the sixth in a minute of one address on, twice
 * as long each time. The right token never waits, whoever has tried before, since behind a proxy
 * all have one address. What is kept is bounded, so that many addresses only make each other
 * forgotten. Any thread.
 */
final class WrongLogins {
    /** A person that copies a token takes a few tries. */
    static final int FREE = 5;

    static final Duration FIRST = Duration.ofMillis(200);

    /** As long as a request may take to come. */
    static final Duration LONGEST = Duration.ofSeconds(10);

    /** After so long without a wrong one an address is as new. */
    static final Duration FORGOTTEN = Duration.ofMinutes(1);

    /** About 100 KB. */
    static final int MAX_ADDRESSES = 1000;

    /** Each keeps a connection. With more of them the answer does not wait. */
    static final int MAX_WAITING = 256;

    private record Tries(int count, Instant last) {}

    private final Map<String, Tries> byAddress =
            new LinkedHashMap<>(16, 0.75f, true) {
                private static final long serialVersionUID = 1;

                @Override
                protected boolean removeEldestEntry(Map.Entry<String, Tries> eldest) {
                    return size() > MAX_ADDRESSES;
                }
            };
    private int waiting;

    /**
     * Takes note of a wrong token, and says how long its answer waits. If that is not zero, {@link
     * #answered} follows.
     *
     * @param address an IP address
     */
    synchronized Duration wrong(String address, Instant now) {
        String network = network(address);
        Tries before = byAddress.get(network);
        int count =
                before == null || now.isAfter(before.last().plus(FORGOTTEN))
                        ? 1
                        : before.count() + 1;
        byAddress.put(network, new Tries(count, now));
        if (count <= FREE || waiting >= MAX_WAITING) {
            return Duration.ZERO;
        }
        waiting++;
        int doublings = Math.min(count - FREE - 1, Integer.SIZE);
        Duration wait = FIRST.multipliedBy(1L << doublings);
        return wait.compareTo(LONGEST) < 0 ? wait : LONGEST;
    }

    synchronized void answered() {
        waiting--;
    }

    /** How many answers wait. */
    synchronized int waiting() {
        return waiting;
    }

    /** How many addresses are known. */
    synchronized int addresses() {
        return byAddress.size();
    }

    private static String network(String address) {
        try {
            return ClientNetwork.of(InetAddress.ofLiteral(address));
        } catch (IllegalArgumentException _) {
            return address;
        }
    }
}
