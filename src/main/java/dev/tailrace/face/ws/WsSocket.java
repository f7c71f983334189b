package dev.tailrace.face.ws;

import dev.tailrace.face.Unsent;
import dev.tailrace.model.Refusal;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.channel.EventLoop;
import io.netty.channel.VoidChannelPromise;
import io.netty.channel.WriteBufferWaterMark;
import io.quarkus.websockets.next.CloseReason;
import io.quarkus.websockets.next.WebSocketConnection;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Writes frames (RFC 6455, 5.2) past Quarkus and Vert.x, whose own way would make a string, a
 * promise and a flush of each. Confined to the connection's event loop.
 */
final class WsSocket {
    /** As good as none: the socket's own buffers are the queue. */
    private static final WriteBufferWaterMark QUEUE = new WriteBufferWaterMark(2 * 1024, 4 * 1024);

    /** The same where memory is short: what is written next waits until all before it is taken. */
    private static final WriteBufferWaterMark SHORT_QUEUE = new WriteBufferWaterMark(1, 2);

    private static final int FINAL_TEXT = 0x81;
    private static final int FINAL_PING = 0x89;
    private static final int LENGTH_IN_16_BITS = 126;
    private static final int LENGTH_IN_64_BITS = 127;
    private static final int MAX_HEAD_BYTES = 10;

    private final WebSocketConnection ws;
    private final ChannelHandlerContext context;
    private final Channel channel;
    private final ChannelPromise unwatched;
    private final Unsent.Account account;
    private boolean inShort;
    private boolean closing;
    private boolean flushDue;

    /**
     * @param context the place in the pipeline from which to write
     */
    WsSocket(WebSocketConnection ws, ChannelHandlerContext context, Unsent unsent) {
        this.ws = ws;
        this.context = context;
        this.channel = context.channel();
        this.unwatched = new VoidChannelPromise(channel, false);
        this.account = unsent.account(channel);
        channel.config().setWriteBufferWaterMark(QUEUE);
        channel.closeFuture().addListener(_ -> account.empty());
    }

    EventLoop eventLoop() {
        return channel.eventLoop();
    }

    /** Whether the client has to read before more is written. */
    boolean isFull() {
        return !channel.isWritable();
    }

    /** Whether a piece may be written now; if not, {@code then} is run when it may. */
    boolean hasRoom(Runnable then) {
        return !isFull() && account.mayWrite(then);
    }

    /** How many bytes one subscription is to write next, about. */
    int piece() {
        int piece = account.piece();
        if (Unsent.isShort(piece) != inShort) {
            inShort = !inShort;
            channel.config().setWriteBufferWaterMark(inShort ? SHORT_QUEUE : QUEUE);
        }
        return piece;
    }

    void drained() {
        account.empty();
    }

    void text(byte[] head, byte[] rest) {
        text(head, rest, unwatched);
    }

    /** Writes a message, and has {@code then} run when it is out, or cannot be any more. */
    void text(byte[] message, Runnable then) {
        ChannelPromise promise = channel.newPromise();
        promise.addListener(_ -> then.run());
        text(message, new byte[0], promise);
    }

    private void text(byte[] head, byte[] rest, ChannelPromise promise) {
        int length = head.length + rest.length;
        ByteBuf frame = frame(FINAL_TEXT, length);
        var _ = context.write(frame.writeBytes(head).writeBytes(rest), promise);
        if (channel.isOpen()) {
            account.wrote(length);
            if (isFull()) {
                account.full();
            }
        }
    }

    private ByteBuf frame(int firstByte, int length) {
        ByteBuf frame = context.alloc().directBuffer(MAX_HEAD_BYTES + length).writeByte(firstByte);
        if (length < LENGTH_IN_16_BITS) {
            return frame.writeByte(length);
        }
        return length < 1 << 16
                ? frame.writeByte(LENGTH_IN_16_BITS).writeShort(length)
                : frame.writeByte(LENGTH_IN_64_BITS).writeLong(length);
    }

    /** Asks the client whether it is there. */
    void ping() {
        var _ = context.writeAndFlush(frame(FINAL_PING, 0), unwatched);
    }

    void flush() {
        context.flush();
    }

    /** Sends what was written when the event loop has done what it is doing. */
    void flushSoon() {
        if (!flushDue) {
            flushDue = true;
            eventLoop()
                    .execute(() -> {
                        flushDue = false;
                        context.flush();
                    });
        }
    }

    void stopReading() {
        channel.config().setAutoRead(false);
    }

    void readOn() {
        if (!channel.config().isAutoRead()) {
            channel.config().setAutoRead(true);
        }
    }

    /**
     * Closes it after all that was written.
     *
     * @param why its sentence has at most 123 bytes
     */
    void close(Refusal why) {
        if (!closing) {
            closing = true;
            // What it answers must be read, or it would not be closed before a time-out.
            readOn();
            // One that its client has closed would be a warning.
            if (!ws.isClosed()) {
                var _ =
                        ws.close(new CloseReason(code(why.reason()), why.sentence()))
                                .subscribeAsCompletionStage();
            }
        }
    }

    /** The close code of each reason (RFC 6455, 7.4.1; 1012 is IANA's, 4401 our own: as 401). */
    private static int code(Refusal.Reason reason) {
        return switch (reason) {
            case UNSUPPORTED -> 1003;
            case NOT_UTF_8 -> 1007;
            case MAX_MESSAGE_BYTES -> 1009;
            case DRAIN -> 1012;
            case UNAUTHENTICATED -> 4401;
            default -> 1002;
        };
    }

    /** Lets go of a client that has not closed its side by then. */
    void abortAfter(Duration time) {
        var _ =
                eventLoop()
                        .schedule(
                                () -> {
                                    if (channel.isOpen()) {
                                        abort();
                                    }
                                },
                                time.toNanos(),
                                TimeUnit.NANOSECONDS);
    }

    /** Lets go of a client that does not answer. */
    void abort() {
        closing = true;
        // Below the handlers: theirs wait until what is written has gone out.
        channel.unsafe().close(channel.voidPromise());
    }
}
