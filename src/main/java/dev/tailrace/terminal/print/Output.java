package dev.tailrace.terminal.print;

import dev.tailrace.model.Reasons;
import dev.tailrace.source.Libc;
import dev.tailrace.terminal.gateway.GatewayFailure;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Standard output: many lines become one write. What is added waits until somebody flushes, or
 * until there is a write's worth. A write waits as long as the reader takes nothing.
 */
public final class Output {
    private static final int STDOUT = 1;

    /** What a write has: more would cost memory, and not be faster. */
    private static final int ENOUGH = 128 * 1024;

    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final WritableByteChannel channel;
    private final Runnable untilRoom;
    private byte[] buffer = new byte[2 * ENOUGH];
    private int length;
    private ByteBuffer there = NOTHING.duplicate();

    /**
     * @param untilRoom waits until {@code channel} takes bytes again that has taken none
     */
    Output(WritableByteChannel channel, Runnable untilRoom) {
        this.channel = channel;
        this.untilRoom = untilRoom;
    }

    /**
     * That of the process. Its channel says how much it has taken, also where somebody has made it
     * non-blocking.
     */
    public static Output standard() {
        return new Output(
                new FileOutputStream(FileDescriptor.out).getChannel(),
                () -> Libc.awaitRoom(STDOUT));
    }

    /** Adds {@code bytes[from..to)}. */
    public Output add(byte[] bytes, int from, int to) {
        room(to - from);
        System.arraycopy(bytes, from, buffer, length, to - from);
        length += to - from;
        return this;
    }

    public Output add(char ascii) {
        room(1);
        buffer[length++] = (byte) ascii;
        return this;
    }

    public Output add(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return add(bytes, 0, bytes.length);
    }

    private void room(int bytes) {
        if (buffer.length - length < bytes) {
            buffer = Arrays.copyOf(buffer, Math.max(2 * buffer.length, length + bytes));
        }
    }

    /** Writes if there is enough for a write. */
    public void flushIfFull() {
        if (length >= ENOUGH) {
            flush();
        }
    }

    /**
     * Some of what will be added is there already, written by a process that was killed before it
     * could say so: as far as it is the same, it is not written again.
     */
    public void isThere(byte[] bytes) {
        there = ByteBuffer.wrap(bytes);
    }

    private void passOver(ByteBuffer bytes) {
        int common = Math.min(there.remaining(), bytes.remaining());
        int mismatch = there.mismatch(bytes); // where one of them ends, if that is before
        int same = mismatch < 0 ? common : mismatch;
        bytes.position(bytes.position() + same);
        there = same == common ? there.position(there.position() + same) : NOTHING.duplicate();
    }

    /**
     * Writes all that was added.
     *
     * @throws OutputClosed if nobody reads it
     * @throws GatewayFailure if it cannot be written, as when a disk is full
     */
    public void flush() {
        ByteBuffer bytes = ByteBuffer.wrap(buffer, 0, length);
        if (there.hasRemaining()) {
            passOver(bytes);
        }
        try {
            while (bytes.hasRemaining()) {
                if (channel.write(bytes) <= 0) {
                    untilRoom.run();
                }
            }
        } catch (IOException e) {
            length = 0;
            if ("Broken pipe".equals(e.getMessage())) {
                throw new OutputClosed(e);
            }
            throw GatewayFailure.of(
                    GatewayFailure.FAILURE, "standard output: " + Reasons.of(e) + ".");
        }
        length = 0;
    }
}
