package dev.tailrace.face;

import io.netty.channel.epoll.EpollSocketChannel;
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

    private void prepare(HttpConnection connection) {
        connection.exceptionHandler(ClientFaults::onConnection);
        if (connection instanceof ConnectionBase base) {
            PipelinedRequests.holdBack(base, problems);
            if (base.channel() instanceof EpollSocketChannel channel
                    && channel.attr(PREPARED).setIfAbsent(Boolean.TRUE) == null) {
                SendQueues.bound(channel);
                deadPeers.watch(channel);
            }
        }
    }
}
