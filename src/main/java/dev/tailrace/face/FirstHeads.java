package dev.tailrace.face;

import io.netty.bootstrap.ChannelInitializerExtension;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.HttpResponseEncoder;
import jakarta.enterprise.inject.spi.CDI;

/**
 * Has {@link BrokenRequests} answer the first head of a connection if that cannot be read. What
 * comes later it sees by itself, once {@link Connections} knows of the connection; before its first
 * request only Netty tells of one. On the connection's event loop.
 *
 * <pre>
 *   accepted     Opening
 *   active       what Vert.x has for TLS and the preface of HTTP/2, FirstBytes
 *   first bytes  HTTP/1.1: decoder, encoder, FirstHead, Vert.x    HTTP/2: Vert.x
 *   first head   it can be read: Vert.x    it cannot: BrokenRequests
 * </pre>
 */
public final class FirstHeads extends ChannelInitializerExtension {
    @Override
    public void postInitializeServerChildChannel(Channel connection) {
        connection.pipeline().addLast(new Opening());
    }

    /** Waits until Vert.x has made what finds out which protocol is spoken. */
    private static final class Opening extends ChannelInboundHandlerAdapter {
        @Override
        public void channelActive(ChannelHandlerContext context) {
            context.pipeline().addLast(new FirstBytes());
            context.fireChannelActive();
            context.pipeline().remove(this);
        }
    }

    /** Gets the first bytes that are not of TLS, when Vert.x has made the rest. */
    private static final class FirstBytes extends ChannelInboundHandlerAdapter {
        @Override
        public void channelRead(ChannelHandlerContext context, Object bytes) {
            ChannelPipeline pipeline = context.pipeline();
            ChannelHandlerContext encoder = pipeline.context(HttpResponseEncoder.class);
            if (encoder != null) {
                pipeline.addAfter(encoder.name(), null, new FirstHead());
            }
            pipeline.remove(this);
            context.fireChannelRead(bytes);
        }
    }

    /** Looks at the first head, and is no longer there for anything else. */
    private static final class FirstHead extends ChannelInboundHandlerAdapter {
        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            ChannelPipeline pipeline = context.pipeline();
            if (BrokenRequests.refusal(message) == null) {
                pipeline.remove(this);
                context.fireChannelRead(message);
                return;
            }
            BrokenRequests broken =
                    new BrokenRequests(CDI.current().select(ProblemAnswer.class).get());
            pipeline.replace(this, null, broken);
            broken.channelRead(pipeline.context(broken), message);
        }
    }
}
