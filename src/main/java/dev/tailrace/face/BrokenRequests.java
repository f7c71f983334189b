package dev.tailrace.face;

import dev.tailrace.model.Refusal;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.ReferenceCountUtil;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One HTTP/1.1 connection's requests that cannot be read, such as a chunk whose size is no number.
 * Vert.x would close the connection without an answer, or with one that says nothing, and tell of a
 * failure that is not to be told from one of its own. {@link FirstHeads} brings the first head of a
 * connection here, before which Vert.x tells of nothing. On the connection's event loop.
 *
 * <pre>
 *   a head that cannot be read --> 400, 414, 431, 505, the end of the gateway's bytes,
 *                                  and closed by the client, or a while later
 *   a body that cannot be read --nothing is answered yet--> 400, and likewise
 *     `--an answer is on its way--> as what is no head: Vert.x closes, told of a DecoderException
 * </pre>
 */
final class BrokenRequests extends ChannelDuplexHandler {
    private static final Set<HttpVersion> VERSIONS =
            Set.of(HttpVersion.HTTP_1_0, HttpVersion.HTTP_1_1);

    private final ProblemAnswer problems;

    /** Whether the request at hand has an answer; the one that brings this here has none. */
    private boolean answered;

    private boolean refused;

    BrokenRequests(ProblemAnswer problems) {
        this.problems = problems;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        answered &= !(message instanceof HttpRequest);
        Refusal refusal = refusal(message);
        if (refused || (refusal != null && !answered)) {
            ReferenceCountUtil.release(message);
            if (!refused && refusal != null) {
                refuse(context, refusal);
            }
            return;
        }
        if (message instanceof HttpObject part && part.decoderResult().isFailure()) {
            part.setDecoderResult(DecoderResult.failure(ofClient(part.decoderResult().cause())));
            context.flush(); // what was answered, before Vert.x closes
        }
        context.fireChannelRead(message);
    }

    /** Why a part of a request cannot be read; null if it can. */
    static @Nullable Refusal refusal(Object message) {
        if (message instanceof HttpObject part && part.decoderResult().isFailure()) {
            Throwable why = part.decoderResult().cause();
            String what = part instanceof HttpRequest ? "head" : "body";
            String reason =
                    Refused.shown(String.valueOf(why.getMessage())).replaceFirst("\\.$", "");
            return new Refusal(reason(why), "The " + what + " cannot be read: " + reason + ".");
        }
        return message instanceof HttpRequest head && !VERSIONS.contains(head.protocolVersion())
                ? otherVersion(head.protocolVersion())
                : null;
    }

    private static Refusal otherVersion(HttpVersion version) {
        String said = Refused.shown(version.text());
        String accepted = "HTTP/1.1, HTTP/1.0, or HTTP/2 with its preface";
        return new Refusal(
                Refusal.Reason.OTHER_VERSION,
                "The gateway does not speak " + said + "; accepted is " + accepted + ".",
                Refusal.Facts.ofParameter("version", said, accepted));
    }

    private static DecoderException ofClient(Throwable why) {
        return why instanceof DecoderException known ? known : new DecoderException(why);
    }

    private static Refusal.Reason reason(Throwable why) {
        return switch (why) {
            case TooLongHttpLineException _ -> Refusal.Reason.LONG_TARGET;
            case TooLongHttpHeaderException _ -> Refusal.Reason.LARGE_HEAD;
            default -> Refusal.Reason.BAD_REQUEST;
        };
    }

    private void refuse(ChannelHandlerContext context, Refusal refusal) {
        refused = true;
        Problem problem = Problem.of(refusal);
        byte[] body = problems.json(problem);
        var response =
                new DefaultFullHttpResponse(
                        HttpVersion.HTTP_1_1,
                        HttpResponseStatus.valueOf(problem.status()),
                        Unpooled.wrappedBuffer(body));
        response.headers()
                .set(HttpHeaderNames.CONTENT_TYPE, Problem.MEDIA_TYPE)
                .set(HttpHeaderNames.CONTENT_LENGTH, body.length)
                .set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
        BrowserHeaders.add(response.headers());
        context.writeAndFlush(response).addListener(_ -> sayNoMore(context));
        // Not at once: a connection that is closed with bytes unread is reset (RFC 9112, 9.6).
        var _ =
                context.executor()
                        .schedule(
                                () -> {
                                    var _ = context.close();
                                },
                                BodyDrain.LINGER_SECONDS,
                                TimeUnit.SECONDS);
    }

    /** So that the client closes, which ends its request here, before that is done for it. */
    private static void sayNoMore(ChannelHandlerContext context) {
        SslHandler tls = context.pipeline().get(SslHandler.class);
        if (tls != null) {
            var _ = tls.closeOutbound();
        } else if (context.channel() instanceof DuplexChannel socket) {
            var _ = socket.shutdownOutput();
        }
    }

    /** What its resource answers comes too late. */
    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
        if (refused) {
            ReferenceCountUtil.release(message);
            promise.trySuccess();
            return;
        }
        answered |= message instanceof HttpResponse response && !isInterim(response);
        var _ = context.write(message, promise);
    }

    private static boolean isInterim(HttpResponse response) {
        return response.status().codeClass() == HttpStatusClass.INFORMATIONAL;
    }
}
