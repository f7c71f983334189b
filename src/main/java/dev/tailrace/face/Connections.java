package dev.tailrace.face;

import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.util.AttributeKey;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.net.impl.ConnectionBase;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/** Prepares each connection at its first request. On its event loop. */
@Singleton
public class Connections {
    private static final AttributeKey<Boolean> PREPARED =
            AttributeKey.valueOf(Connections.class, "prepared");

    /** Before all that may answer. */
    private static final int PRIORITY = 1001;

    private final DeadPeers deadPeers;
    private final ProblemAnswer problems;

    Connections(DeadPeers deadPeers, ProblemAnswer problems) {
        this.deadPeers = deadPeers;
        this.problems = problems;
    }

    void prepareAll(@Observes Filters filters) {
        filters.register(
                call -> {
                    prepare(call.request().connection());
                    call.next();
                },
                PRIORITY);
    }

    private void prepareOnce(ConnectionBase connection) {
        if (connection.channelHandlerContext().handler() instanceof Http2ConnectionHandler http2) {
            ConnectionUse.of(connection.channel())
                    .by(new ConnectionUse.OfHttp2(http2.connection()));
        }
        if (connection.channel() instanceof EpollSocketChannel channel) {
            SendQueues.bound(channel);
            deadPeers.watch(channel);
        }
    }

    /** Once, however often it is called. */
    void prepare(HttpConnection connection) {
        connection.exceptionHandler(ClientFaults::onConnection);
        if (connection instanceof ConnectionBase base) {
            PipelinedRequests.holdBack(base, problems);
            if (base.channel().attr(PREPARED).setIfAbsent(Boolean.TRUE) == null) {
                prepareOnce(base);
            }
        }
    }
}
