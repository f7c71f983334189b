package dev.tailrace.face.ws;

import dev.tailrace.face.Refused;
import dev.tailrace.model.Refusal.Reason;
import io.netty.buffer.ByteBufUtil;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.vertx.core.buffer.Buffer;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Puts a client's messages together from their frames. Confined to the connection's event loop. */
final class Inbound {
    private final int maxBytes;
    private @Nullable Buffer begun;

    Inbound(int maxBytes) {
        this.maxBytes = maxBytes;
    }

    /** A frame is larger than a message may be, as its head says. */
    static Refused tooBig(int maxBytes) {
        return new Refused(
                Reason.MAX_MESSAGE_BYTES,
                "a message has at most " + maxBytes + " bytes (max-message-bytes)");
    }

    /**
     * The message that is whole with this frame; null if none is.
     *
     * @param frame of text, of bytes, or one that continues it
     * @throws Refused if the frame is not accepted
     */
    @Nullable String take(WebSocketFrame frame) {
        if (frame instanceof BinaryWebSocketFrame) {
            throw new Refused(Reason.UNSUPPORTED, "text frames only");
        }
        Buffer part = Buffer.buffer(ByteBufUtil.getBytes(frame.content()));
        Buffer message = begun == null ? part : begun.appendBuffer(part);
        if (message.length() > maxBytes) {
            throw tooBig(maxBytes);
        }
        begun = frame.isFinalFragment() ? null : message;
        return frame.isFinalFragment() ? text(message) : null;
    }

    private static String text(Buffer message) {
        try {
            ByteBuffer bytes = ByteBuffer.wrap(message.getBytes());
            return StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
        } catch (CharacterCodingException _) {
            throw new Refused(Reason.NOT_UTF_8, "not UTF-8");
        }
    }
}
