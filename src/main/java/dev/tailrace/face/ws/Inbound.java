package dev.tailrace.face.ws;

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
    private static final int UNSUPPORTED = 1003;
    private static final int NOT_UTF_8 = 1007;
    static final int TOO_BIG = 1009;

    /** What the connection must be closed for, with the code of RFC 6455, 7.4. */
    static final class Violation extends Exception {
        private static final long serialVersionUID = 1;

        private final int code;
        private final String reason;

        Violation(int code, String reason) {
            super(reason, null, false, false);
            this.code = code;
            this.reason = reason;
        }

        int code() {
            return code;
        }

        String reason() {
            return reason;
        }
    }

    private final int maxBytes;
    private @Nullable Buffer begun;

    Inbound(int maxBytes) {
        this.maxBytes = maxBytes;
    }

    /** A frame is larger than a message may be, as its head says. */
    static Violation tooBig(int maxBytes) {
        return new Violation(
                TOO_BIG, "a message has at most " + maxBytes + " bytes (max-message-bytes)");
    }

    /**
     * The message that is whole with this frame; null if none is.
     *
     * @param frame of text, of bytes, or one that continues it
     * @throws Violation if the frame is not accepted
     */
    @Nullable String take(WebSocketFrame frame) throws Violation {
        if (frame instanceof BinaryWebSocketFrame) {
            throw new Violation(UNSUPPORTED, "text frames only");
        }
        Buffer part = Buffer.buffer(ByteBufUtil.getBytes(frame.content()));
        Buffer message = begun == null ? part : begun.appendBuffer(part);
        if (message.length() > maxBytes) {
            throw tooBig(maxBytes);
        }
        begun = frame.isFinalFragment() ? null : message;
        return frame.isFinalFragment() ? text(message) : null;
    }

    private static String text(Buffer message) throws Violation {
        try {
            ByteBuffer bytes = ByteBuffer.wrap(message.getBytes());
            return StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
        } catch (CharacterCodingException _) {
            throw new Violation(NOT_UTF_8, "not UTF-8");
        }
    }
}
