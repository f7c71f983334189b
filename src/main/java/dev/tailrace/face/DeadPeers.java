package dev.tailrace.face;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.epoll.EpollTcpInfo;
import io.netty.util.AttributeKey;
import io.quarkus.vertx.http.HttpServerOptionsCustomizer;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.impl.ConnectionBase;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * Notices within the heartbeat that a client is gone which could not say so: its machine lost its
 * power, or the network in between lost the connection.
 *
 * <pre>
 *   nothing on the way to it    TCP keepalive: two probes without an answer       (the kernel)
 *   bytes on the way to it      sent twice again, and nothing acknowledged        (looked at here)
 *   its window was closed       asked for it twice, and no answer                 (looked at here)
 * </pre>
 *
 * For the last two the kernel takes a quarter of an hour and more. TCP_USER_TIMEOUT would be
 * shorter, but it also cuts those off who are there and do not read: a slow client may be slow for
 * as long as it likes, and its kernel answers each question. The kernel asks ever more seldom, up
 * to every two minutes: who was slow for long before it was lost is noticed in some minutes. Any
 * thread.
 */
@Singleton
public class DeadPeers implements HttpServerOptionsCustomizer {
    private static final System.Logger LOG = System.getLogger(DeadPeers.class.getName());
    private static final AttributeKey<Boolean> WATCHED =
            AttributeKey.valueOf(DeadPeers.class, "watched");

    /** Keepalive waits, probes and probes again in a heartbeat; a look is each third of it, too. */
    private static final int PARTS = 3;

    /** One may be lost, or its answer. */
    private static final int UNANSWERED = 2;

    /** Before any other: whatever the call is, its connection is watched. */
    private static final int PRIORITY = 1000;

    private final long heartbeatMillis;
    private final Counter closed;

    DeadPeers(FaceConfig config, MeterRegistry registry) {
        heartbeatMillis = config.heartbeat().toMillis();
        closed =
                Counter.builder("tailrace.connections.dead")
                        .description("Connections closed because the client answered nothing")
                        .register(registry);
    }

    @Override
    public void customizeHttpServer(HttpServerOptions options) {
        keepAlive(options);
    }

    @Override
    public void customizeHttpsServer(HttpServerOptions options) {
        keepAlive(options);
    }

    private void keepAlive(HttpServerOptions options) {
        int seconds = (int) Math.max(1, heartbeatMillis / 1000 / PARTS);
        options.setTcpKeepAlive(true)
                .setTcpKeepAliveIdleSeconds(seconds)
                .setTcpKeepAliveIntervalSeconds(seconds)
                .setTcpKeepAliveCount(UNANSWERED);
    }

    void watchAll(@Observes Filters filters) {
        filters.register(
                call -> {
                    watch(call.request().connection());
                    call.next();
                },
                PRIORITY);
    }

    /** Looks after the connection until it is closed; again and again is as once. */
    private void watch(HttpConnection connection) {
        if (connection instanceof ConnectionBase base
                && base.channel() instanceof EpollSocketChannel channel
                && channel.attr(WATCHED).setIfAbsent(Boolean.TRUE) == null) {
            long period = Math.max(1, heartbeatMillis / PARTS);
            Future<?> looking =
                    channel.eventLoop()
                            .scheduleAtFixedRate(
                                    () -> look(channel), period, period, TimeUnit.MILLISECONDS);
            channel.closeFuture().addListener(_ -> looking.cancel(false));
        }
    }

    private void look(EpollSocketChannel channel) {
        if (channel.isOpen() && isDead(channel.tcpInfo())) {
            closed.increment();
            LOG.log(System.Logger.Level.DEBUG, "A client answers nothing: {0}", channel);
            // Or the kernel would go on sending what it has.
            channel.config().setSoLinger(0);
            // Below the handlers: theirs wait until what is written has gone out.
            channel.unsafe().close(channel.voidPromise());
        }
    }

    private boolean isDead(EpollTcpInfo info) {
        boolean unacknowledged = info.unacked() > 0 && info.retransmits() >= UNANSWERED;
        return info.lastAckRecv() >= heartbeatMillis
                && (unacknowledged || info.probes() >= UNANSWERED);
    }
}
