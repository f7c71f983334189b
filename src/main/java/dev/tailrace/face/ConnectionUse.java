package dev.tailrace.face;

import io.netty.channel.Channel;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.handler.codec.http2.Http2Connection;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Stream;
import io.netty.util.AttributeKey;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What a connection is used for, as {@link Loiterers} looks at it from time to time. Confined to
 * its event loop.
 *
 * <pre>
 *   accepted --> AWAITED --head read--> BUSY --answered, all of it read and sent--> IDLE
 *                   ^                     `--answered, its body not read--.          |
 *                   `-----------------------------------------------------+<--bytes--'
 * </pre>
 */
final class ConnectionUse {
    private static final AttributeKey<ConnectionUse> KEY =
            AttributeKey.valueOf(ConnectionUse.class, "use");

    /** What the connection's protocol knows of it. */
    interface Requests {
        /** Whether one is being answered. */
        boolean areAnswered();

        /** Whether all that has come belongs to one that is whole. */
        boolean areWhole();

        /** Another number whenever something has happened. */
        long steps();
    }

    /** How long a connection may be so. */
    record Limits(Duration awaited, Duration idle) {}

    /** Why a connection is closed; the text is the same in metrics and documents. */
    enum Overdue {
        REQUEST_TIMEOUT("request-timeout"),
        IDLE("idle");

        private final String text;

        Overdue(String text) {
            this.text = text;
        }

        String text() {
            return text;
        }
    }

    private @Nullable Requests requests;
    private long steps;
    private long since;
    private boolean looked;

    /** Of {@code channel}, which is new if it is not known. */
    static ConnectionUse of(Channel channel) {
        ConnectionUse known = channel.attr(KEY).get();
        if (known == null) {
            known = new ConnectionUse();
            channel.attr(KEY).set(known);
        }
        return known;
    }

    /** There has been a first request; those of HTTP/1 may be followed by those of HTTP/2. */
    void by(Requests more) {
        requests = more;
    }

    /**
     * Whether the connection has been for too long what it is, and is to be closed. The first look
     * is the beginning of its time.
     */
    @Nullable Overdue overdue(Channel channel, long now, Limits limits) {
        ChannelOutboundBuffer unsent = channel.unsafe().outboundBuffer();
        boolean sends = unsent != null && !unsent.isEmpty();
        return overdue(sends, now, limits);
    }

    @Nullable Overdue overdue(boolean sends, long now, Limits limits) {
        Requests known = requests;
        if (known != null && (sends || known.areAnswered() || known.steps() != steps)) {
            steps = known.steps();
            looked = false;
        }
        if (!looked) {
            looked = true;
            since = now;
            return null;
        }
        boolean whole = known != null && known.areWhole();
        Duration limit = whole ? limits.idle() : limits.awaited();
        if (now - since < limit.toNanos()) {
            return null;
        }
        return whole ? Overdue.IDLE : Overdue.REQUEST_TIMEOUT;
    }

    /** Those of HTTP/2: each is a stream, which its client may leave open when it is answered. */
    record OfHttp2(Http2Connection connection) implements Requests {
        @Override
        public boolean areAnswered() {
            try {
                return connection.forEachActiveStream(
                                stream -> stream.state() == Http2Stream.State.HALF_CLOSED_LOCAL)
                        != null;
            } catch (Http2Exception e) {
                throw new IllegalStateException("a look at a state fails at nothing", e);
            }
        }

        @Override
        public boolean areWhole() {
            return connection.numActiveStreams() == 0;
        }

        @Override
        public long steps() {
            return connection.remote().lastStreamCreated();
        }
    }
}
