package dev.tailrace.face;

import dev.tailrace.hub.SinkThread;
import dev.tailrace.source.SocketRoom;
import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.netty.channel.unix.UnixChannel;
import io.netty.util.AttributeKey;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The room in a connection's socket, for those that write to it and must not have it held. Confined
 * to the connection's event loop.
 *
 * <pre>
 *   isThere --no: it is waited for--> the kernel says so --> each that has asked is told, once
 * </pre>
 *
 * Netty tells only about room that it waits for itself, and it does that with bytes to write.
 */
final class ConnectionRoom {
    private static final AttributeKey<ConnectionRoom> KEY =
            AttributeKey.valueOf(ConnectionRoom.class, "room");

    private final UnixChannel channel;
    private final SocketRoom socket;
    private final Set<Runnable> waiting = new LinkedHashSet<>();

    private ConnectionRoom(UnixChannel channel, SinkThread thread) {
        EventLoop owner = channel.eventLoop();
        this.channel = channel;
        this.socket = thread.room(channel.fd().intValue(), () -> owner.execute(this::told));
        channel.closeFuture().addListener(_ -> socket.closed());
    }

    /** Of {@code channel}; null if that is not one whose descriptor is known. */
    static @Nullable ConnectionRoom of(Channel channel, SinkThread thread) {
        if (!(channel instanceof UnixChannel unix)) {
            return null;
        }
        ConnectionRoom known = channel.attr(KEY).get();
        if (known == null) {
            known = new ConnectionRoom(unix, thread);
            channel.attr(KEY).set(known);
        }
        return known;
    }

    /**
     * Whether what is written now would be taken, or fail; if not, {@code then} is run when it
     * would: once, however often it is handed in.
     */
    boolean isThere(Runnable then) {
        // The descriptor of a closed one may be another's by now.
        if (!channel.isOpen() || socket.isThere()) {
            return true;
        }
        if (waiting.isEmpty()) {
            socket.await();
        }
        waiting.add(then);
        return false;
    }

    private void told() {
        List<Runnable> all = List.copyOf(waiting);
        waiting.clear();
        all.forEach(Runnable::run);
    }
}
