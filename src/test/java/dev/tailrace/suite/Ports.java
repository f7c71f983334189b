package dev.tailrace.suite;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Ports of 127.0.0.1 for servers that are told theirs, or that come again on the same one. A port
 * that is merely free now may be anybody's before the server has it: the system gives it to the
 * next socket that connects. So a socket stays bound to each, and does not listen, until this JVM
 * ends. The system chooses no such port, and it lets a server of this user in that asks for it by
 * its number with {@code SO_REUSEADDR} or {@code SO_REUSEPORT}, as all do here. Any thread.
 */
public final class Ports {
    /** Whoever does not keep them lets the collector close them. */
    private static final Queue<SocketChannel> HELD = new ConcurrentLinkedQueue<>();

    /** The system chooses one. */
    private static final int ANY = 0;

    private Ports() {}

    /** One that nobody listens on, and that nobody gets who does not ask for it. */
    public static int reserve() {
        try {
            SocketChannel held = SocketChannel.open();
            HELD.add(held);
            held.setOption(StandardSocketOptions.SO_REUSEADDR, true)
                    .setOption(StandardSocketOptions.SO_REUSEPORT, true)
                    .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), ANY));
            return ((InetSocketAddress) held.getLocalAddress()).getPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
