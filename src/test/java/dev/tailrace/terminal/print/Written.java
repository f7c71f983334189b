package dev.tailrace.terminal.print;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;

/** What an output has been given. */
public final class Written implements WritableByteChannel {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final Output output = new Output(this, () -> {});

    /** One that writes here. */
    public Output output() {
        return output;
    }

    /** What has been written so far, and is then forgotten. */
    public String text() {
        output.flush();
        String text = bytes.toString(UTF_8);
        bytes.reset();
        return text;
    }

    /** What has been written, without a flush. */
    public byte[] bytes() {
        return bytes.toByteArray();
    }

    @Override
    public int write(ByteBuffer from) throws IOException {
        byte[] taken = new byte[from.remaining()];
        from.get(taken);
        bytes.write(taken);
        return taken.length;
    }

    @Override
    public boolean isOpen() {
        return true;
    }

    @Override
    public void close() {}
}
