package dev.tailrace.face;

import io.netty.channel.Channel;
import io.netty.channel.SingleThreadEventLoop;
import io.netty.util.concurrent.EventExecutor;
import io.quarkus.runtime.Startup;
import io.vertx.core.Vertx;
import io.vertx.core.impl.VertxInternal;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/**
 * Closes connections that take a place and are of no use: whose client is slow to say what it
 * wants, or has wanted nothing for long. Vert.x has a time-out for neither, but one for connections
 * without traffic, which a live response of a quiet stream is, too.
 *
 * <p>Each event loop looks at its connections, those as well that have not said a word yet. That
 * costs nothing per request, and 1 ms a second for ten thousand of them. On the event loops.
 */
@Singleton
@Startup
final class Loiterers {
    private static final System.Logger LOG = System.getLogger(Loiterers.class.getName());

    /** A connection is closed late by two looks at most: each a part of its limit, or a second. */
    private static final int LOOKS = 10;

    private static final long MAX_PERIOD_NANOS = 1_000_000_000;

    private final ConnectionUse.Limits limits;
    private final FaceMeters meters;
    private final Ticks ticks;
    private final LongAdder open = new LongAdder();
    private final List<Future<?>> looking = new ArrayList<>();

    Loiterers(Vertx vertx, FaceConfig config, FaceMeters meters, Ticks ticks) {
        this.limits = new ConnectionUse.Limits(config.requestTimeout(), config.keepAlive());
        this.meters = meters;
        this.ticks = ticks;
        meters.connections(open::sum);
        long period = Math.clamp(limits.awaited().toNanos() / LOOKS, 1, MAX_PERIOD_NANOS);
        for (EventExecutor each : ((VertxInternal) vertx).getEventLoopGroup()) {
            if (each instanceof SingleThreadEventLoop loop) {
                Look look = new Look(loop);
                looking.add(loop.scheduleAtFixedRate(look, period, period, TimeUnit.NANOSECONDS));
            }
        }
    }

    @PreDestroy
    void stop() {
        looking.forEach(each -> each.cancel(false));
    }

    /** One event loop's. */
    private final class Look implements Runnable {
        private final SingleThreadEventLoop loop;
        private int seen;

        Look(SingleThreadEventLoop loop) {
            this.loop = loop;
        }

        @Override
        public void run() {
            long now = ticks.nanos();
            List<Runnable> closing = new ArrayList<>();
            int connections = 0;
            for (Iterator<Channel> all = loop.registeredChannelsIterator(); all.hasNext(); ) {
                Channel channel = all.next();
                if (channel.parent() != null) { // accepted
                    connections++;
                    ConnectionUse.Overdue why =
                            ConnectionUse.of(channel).overdue(channel, now, limits);
                    if (why != null) {
                        closing.add(() -> close(channel, why));
                    }
                }
            }
            open.add(connections - seen);
            seen = connections;
            closing.forEach(Runnable::run);
        }

        private void close(Channel channel, ConnectionUse.Overdue why) {
            meters.overdue(why);
            LOG.log(System.Logger.Level.DEBUG, "{0} is closed: {1}", channel, why.text());
            var _ = channel.close();
        }
    }
}
