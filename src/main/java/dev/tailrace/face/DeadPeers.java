package dev.tailrace.face;

import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.epoll.EpollTcpInfo;
import io.quarkus.vertx.http.HttpServerOptionsCustomizer;
import io.vertx.core.http.HttpServerOptions;
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
 * shorter, but it also cuts off clients that are there and do not read: a slow client may be slow
 * for as long as it likes, and its kernel answers each question. The kernel asks ever more seldom,
 * up to every two minutes: the loss of a client that was slow for long is noticed in some minutes.
 * Any thread.
 */
@Singleton
public class DeadPeers implements HttpServerOptionsCustomizer {
    private static final System.Logger LOG = System.getLogger(DeadPeers.class.getName());

    /** Keepalive waits, probes and probes again in a heartbeat; a look is each third of it, too. */
    private static final int PARTS = 3;

    /** One may be lost, or its answer. */
    private static final int UNANSWERED = 2;

    private final long heartbeatMillis;
    private final FaceMeters meters;

    DeadPeers(FaceConfig config, FaceMeters meters) {
        heartbeatMillis = config.heartbeat().toMillis();
        this.meters = meters;
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

    /** Looks after the connection until it is closed. */
    void watch(EpollSocketChannel channel) {
        long period = Math.max(1, heartbeatMillis / PARTS);
        Future<?> looking =
                channel.eventLoop()
                        .scheduleAtFixedRate(
                                () -> look(channel), period, period, TimeUnit.MILLISECONDS);
        channel.closeFuture().addListener(_ -> looking.cancel(false));
    }

    private void look(EpollSocketChannel channel) {
        if (channel.isOpen() && isDead(channel.tcpInfo())) {
            meters.dead();
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
