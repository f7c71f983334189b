package dev.tailrace.face;

import io.netty.bootstrap.ChannelInitializerExtension;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.util.concurrent.EventExecutor;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The sockets at which this process accepts connections. Any thread but an event loop. */
public final class Listeners extends ChannelInitializerExtension {
    private static final Set<Door> ALL = ConcurrentHashMap.newKeySet();

    @Override
    public void postInitializeServerListenerChannel(ServerChannel listener) {
        Door door = new Door(listener);
        ALL.add(door);
        listener.closeFuture().addListener(_ -> ALL.remove(door));
        listener.pipeline().addLast(door);
    }

    /**
     * Runs {@code change} while all connections are set up that were accepted, and no other is.
     * Those that come meanwhile wait in the kernel's queue ({@code quarkus.http.accept-backlog}).
     *
     * @param loops those of the connections
     */
    static void whileShut(EventLoopGroup loops, Change change) throws InterruptedException {
        try {
            for (Door door : ALL) {
                door.listener.eventLoop().submit(door::shut).await();
            }
            for (EventExecutor loop : loops) {
                loop.submit(() -> {}).await();
            }
            change.run();
        } finally {
            ALL.forEach(door -> door.listener.eventLoop().execute(door::open));
        }
    }

    /** What is done meanwhile. */
    interface Change {
        void run() throws InterruptedException;
    }

    /** Lets accepted connections in, or has them wait. On the event loop that accepts. */
    private static final class Door extends ChannelInboundHandlerAdapter {
        private final ServerChannel listener;

        /** Those that were accepted before the socket took notice. */
        private final Queue<Object> waiting = new ArrayDeque<>();

        private boolean isShut;
        private @Nullable ChannelHandlerContext context;

        Door(ServerChannel listener) {
            this.listener = listener;
        }

        @Override
        public void handlerAdded(ChannelHandlerContext added) {
            context = added;
        }

        @Override
        public void channelRead(ChannelHandlerContext to, Object accepted) {
            if (isShut) {
                waiting.add(accepted);
            } else {
                to.fireChannelRead(accepted);
            }
        }

        void shut() {
            isShut = true;
            listener.config().setAutoRead(false);
        }

        void open() {
            isShut = false;
            while (context != null && !waiting.isEmpty()) {
                context.fireChannelRead(waiting.remove());
            }
            listener.config().setAutoRead(true);
        }
    }
}
