package dev.tailrace.face;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.ChannelPromise;
import io.netty.channel.VoidChannelPromise;
import io.netty.handler.codec.http.HttpContentEncoder;
import io.netty.handler.codec.http.HttpResponseEncoder;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.impl.ConnectionBase;
import org.jspecify.annotations.Nullable;

/**
 * Writes chunks of an HTTP/1.1 body (RFC 9112, 7.1) past Vert.x, whose own way makes 770 bytes of
 * garbage of each: with a thousand readers more than the lines themselves. The head and the end are
 * Vert.x'. Confined to the connection's event loop.
 */
final class Chunks {
    /** A length in hexadecimal digits, and two line ends. */
    private static final int MAX_FRAME_BYTES = 8 + 4;

    private static final int CRLF = '\r' << 8 | '\n';

    private final ChannelHandlerContext encoder;
    private final ChannelPromise unwatched;

    private Chunks(ChannelHandlerContext encoder) {
        this.encoder = encoder;
        this.unwatched = new VoidChannelPromise(encoder.channel(), false);
    }

    /** For the response to {@code request}; null if its body is not in chunks, or is coded. */
    static @Nullable Chunks of(HttpServerRequest request) {
        if (request.version() != HttpVersion.HTTP_1_1
                || !(request.connection() instanceof ConnectionBase connection)) {
            return null;
        }
        ChannelPipeline pipeline = connection.channel().pipeline();
        ChannelHandlerContext encoder = pipeline.context(HttpResponseEncoder.class);
        boolean coded = pipeline.context(HttpContentEncoder.class) != null;
        return encoder == null || coded ? null : new Chunks(encoder);
    }

    /** Sends {@code bytes}, of which there must be some: no bytes are the body's end. */
    void send(byte[] bytes) {
        ByteBuf chunk = encoder.alloc().directBuffer(MAX_FRAME_BYTES + bytes.length);
        ByteBufUtil.writeAscii(chunk, Integer.toHexString(bytes.length));
        chunk.writeShort(CRLF).writeBytes(bytes).writeShort(CRLF);
        var _ = encoder.writeAndFlush(chunk, unwatched);
    }
}
