package dev.tailrace.face;

import io.netty.channel.ChannelException;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.util.AttributeKey;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.net.impl.ConnectionBase;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/**
 * Keeps the kernel from taking megabytes of a client that does not read: by itself it lets a socket
 * grow to 4 MB (tcp(7), tcp_wmem), and thousands of them would take the memory of all sockets of
 * the machine. What is on its way does not count, so a client that reads is served no slower. Any
 * thread.
 */
@Singleton
public class SendQueues {
    /**
     * What is not on its way yet, in bytes: two pieces, so that a client that reads has the next.
     */
    private static final int MAX_NOT_SENT = 128 * 1024;

    private static final AttributeKey<Boolean> BOUND =
            AttributeKey.valueOf(SendQueues.class, "bound");

    /** Before all that may answer. */
    private static final int PRIORITY = 999;

    void boundAll(@Observes Filters filters) {
        filters.register(
                call -> {
                    bound(call.request().connection());
                    call.next();
                },
                PRIORITY);
    }

    private static void bound(HttpConnection connection) {
        if (connection instanceof ConnectionBase base
                && base.channel() instanceof EpollSocketChannel channel
                && channel.attr(BOUND).setIfAbsent(Boolean.TRUE) == null) {
            setNotSentLimit(channel);
        }
    }

    private static void setNotSentLimit(EpollSocketChannel channel) {
        try {
            channel.config().setTcpNotSentLowAt(MAX_NOT_SENT);
        } catch (ChannelException e) {
            // The client has gone since: its call ends by itself, and is no news.
            if (channel.isOpen()) {
                throw e;
            }
        }
    }
}
