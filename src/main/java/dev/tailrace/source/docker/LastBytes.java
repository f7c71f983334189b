package dev.tailrace.source.docker;

import dev.tailrace.model.Origin;
import dev.tailrace.source.ProducedBytes;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;

/**
 * The last bytes of each output, as many as are held of an attached one: where those begin with
 * these, what comes after them is new. Confined to one thread.
 */
final class LastBytes implements PartSink {
    static final int MAX_BYTES = 64 * 1024;

    private final ByteArrayOutputStream stdout = new ByteArrayOutputStream();
    private final ByteArrayOutputStream stderr = new ByteArrayOutputStream();
    private Origin origin = Origin.STDOUT;

    @Override
    public void begin(Origin of, long stamp) {
        origin = of;
    }

    @Override
    public void content(byte[] buffer, int offset, int length) {
        ByteArrayOutputStream output = output(origin);
        output.write(buffer, offset, length);
        if (output.size() > 2 * MAX_BYTES) {
            byte[] all = output.toByteArray();
            output.reset();
            output.write(all, all.length - MAX_BYTES, MAX_BYTES);
        }
    }

    /** With how many of these the bytes of {@code next} begin, at most. */
    ProducedBytes metBy(LastBytes next) {
        return new ProducedBytes(met(stdout, next.stdout), met(stderr, next.stderr));
    }

    private static int met(ByteArrayOutputStream mine, ByteArrayOutputStream next) {
        byte[] last = mine.toByteArray();
        byte[] first = next.toByteArray();
        int length = Math.min(last.length, first.length);
        while (!Arrays.equals(last, last.length - length, last.length, first, 0, length)) {
            length--;
        }
        return length;
    }

    private ByteArrayOutputStream output(Origin of) {
        return of == Origin.STDERR ? stderr : stdout;
    }
}
