package dev.tailrace.face;

import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseEncoder;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.net.impl.ConnectionBase;
import java.util.ArrayDeque;
import java.util.concurrent.TimeUnit;

/**
 * Leaves requests in the socket that come before the one ahead of them is answered (RFC 9112,
 * 9.3.2), or before its client takes what it is answered: Vert.x takes in all of them, so that a
 * client that sends and does not wait would fill the heap.
 */
final class PipelinedRequests {
    private PipelinedRequests() {}

    /**
     * Does so from now on, has {@link BrokenRequests} see them in turn, and {@link Loiterers} know
     * how far they are; on the connection's event loop. Again and again is as once.
     */
    static void holdBack(ConnectionBase connection, ProblemAnswer problems) {
        var pipeline = connection.channel().pipeline();
        if (pipeline.context(HttpResponseEncoder.class) != null
                && pipeline.context(InTurn.class) == null) {
            String vertx = connection.channelHandlerContext().name();
            InTurn requests = new InTurn();
            pipeline.addBefore(vertx, null, requests);
            pipeline.addBefore(vertx, null, new BrokenRequests(problems));
            String decoder = pipeline.context(HttpRequestDecoder.class).name();
            pipeline.addBefore(decoder, null, new FirstBytes(requests));
            ConnectionUse.of(connection.channel()).by(requests);
        }
    }

    /**
     * Takes no more of the connection than the request at hand, which cannot be told from the next
     * for sure, and closes the connection when the client has had time to read the answer; on the
     * connection's event loop.
     */
    static void end(HttpConnection connection) {
        InTurn requests =
                connection instanceof ConnectionBase base
                        ? base.channel().pipeline().get(InTurn.class)
                        : null;
        if (requests != null) {
            requests.ended = true;
            var _ =
                    Calls.eventLoop()
                            .schedule(
                                    () -> connection.close(),
                                    BodyDrain.LINGER_SECONDS,
                                    TimeUnit.SECONDS);
        }
    }

    /** Tells that a request begins. */
    private static final class FirstBytes extends ChannelInboundHandlerAdapter {
        private final InTurn requests;

        FirstBytes(InTurn requests) {
            this.requests = requests;
        }

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            requests.begins();
            context.fireChannelRead(message);
        }
    }

    /**
     * One connection's requests, on its event loop.
     *
     * <pre>
     *   read --> passed on --answered--> passed on --> ...
     *     `--the one ahead is not answered--> held, and nothing more is read
     * </pre>
     */
    private static final class InTurn extends ChannelDuplexHandler
            implements ConnectionUse.Requests {
        /** What one read has brought beyond the request that is being answered. */
        private final ArrayDeque<Object> held = new ArrayDeque<>();

        /** The requests that were passed on and are not answered; the first brings this here. */
        private int open = 1;

        /** Whether the last one has come to its end, and no byte after it. */
        private boolean whole;

        /** It is a WebSocket now, which has pings. */
        private boolean upgraded;

        /** Whatever comes is dropped. */
        private boolean ended;

        private long steps;

        /** Of what comes in the same read as the end of another, nothing is known here yet. */
        void begins() {
            if (whole) {
                whole = false;
                steps++;
            }
        }

        @Override
        public boolean areAnswered() {
            return upgraded || open > 0 || !held.isEmpty();
        }

        @Override
        public boolean areWhole() {
            return whole;
        }

        @Override
        public long steps() {
            return steps;
        }

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            if (ended) {
                ReferenceCountUtil.release(message);
                return;
            }
            if (message instanceof LastHttpContent) {
                whole = true;
                steps++;
            }
            if (held.isEmpty() && !isEarly(context, message)) {
                pass(context, message);
            } else {
                held.add(message);
                context.channel().config().setAutoRead(false);
            }
        }

        /** Nor is a client answered on and on that does not read. */
        private boolean isEarly(ChannelHandlerContext context, Object message) {
            return message instanceof HttpRequest && (open > 0 || !context.channel().isWritable());
        }

        private void pass(ChannelHandlerContext context, Object message) {
            if (message instanceof HttpRequest) {
                open++;
                steps++;
            }
            context.fireChannelRead(message);
        }

        @Override
        public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
            boolean answered = message instanceof LastHttpContent && !isInterim(message);
            upgraded |= isUpgrade(message);
            var _ = context.write(message, promise);
            if (answered) {
                open--;
                steps++;
                if (!held.isEmpty()) {
                    // Not before Vert.x is done with this answer.
                    context.executor().execute(() -> passOn(context));
                }
            }
        }

        /** 100 and its like are no answer; 101 is, and no request comes after it. */
        private static boolean isInterim(Object message) {
            return message instanceof HttpResponse response
                    && response.status().codeClass() == HttpStatusClass.INFORMATIONAL
                    && !isUpgrade(message);
        }

        private static boolean isUpgrade(Object message) {
            return message instanceof HttpResponse response
                    && response.status().equals(HttpResponseStatus.SWITCHING_PROTOCOLS);
        }

        private void passOn(ChannelHandlerContext context) {
            while (!held.isEmpty() && !isEarly(context, held.getFirst())) {
                pass(context, held.removeFirst());
            }
            // Without it Vert.x would wait for more before it sends its answers.
            context.fireChannelReadComplete();
            if (held.isEmpty()) {
                context.channel().config().setAutoRead(true);
            }
        }

        @Override
        public void channelWritabilityChanged(ChannelHandlerContext context) throws Exception {
            super.channelWritabilityChanged(context);
            if (!held.isEmpty()) {
                passOn(context);
            }
        }

        @Override
        public void channelInactive(ChannelHandlerContext context) throws Exception {
            held.forEach(ReferenceCountUtil::release);
            held.clear();
            super.channelInactive(context);
        }
    }
}
