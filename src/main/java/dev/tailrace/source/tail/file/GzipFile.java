package dev.tailrace.source.tail.file;

import dev.tailrace.model.Reasons;
import dev.tailrace.source.Descriptor;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/** A file that its rotation has compressed, read as what it was; of any number of members. */
final class GzipFile extends OpenFile {
    private static final int BUFFER_BYTES = 32 * 1024;

    private @Nullable InputStream inflated;

    /** What was read and not taken. */
    private byte[] rest = {};

    /** Its first bytes, once they were asked for: to many others it is compared. */
    private byte[] first = {};

    GzipFile(FoundFile found, Descriptor descriptor) {
        super(found, descriptor);
        complete();
    }

    @Override
    public int fill(Window window) throws IOException {
        if (inflated == null) {
            inflated = inflate();
            inflated.skipNBytes(offset());
        }
        int kept = rest.length;
        System.arraycopy(rest, 0, window.bytes, 0, kept);
        int more = inflated.readNBytes(window.bytes, kept, window.bytes.length - kept);
        window.from = 0;
        window.to = kept + more;
        rest = Arrays.copyOfRange(window.bytes, 0, window.to);
        return window.length();
    }

    @Override
    public void consumed(Window window, int count) {
        super.consumed(window, count);
        rest = Arrays.copyOfRange(rest, count, rest.length);
    }

    /** That stream tells truly what is available: on it depends the second member. */
    private InputStream inflate() throws IOException {
        InputStream compressed = Files.newInputStream(descriptor.path());
        try {
            return new GZIPInputStream(compressed, BUFFER_BYTES);
        } catch (IOException e) {
            compressed.close();
            throw e;
        }
    }

    /** Forwards only, and each from the beginning: good for a mark or two. */
    @Override
    public Contents contents() {
        return (position, length) -> {
            if (position > 0 || length > Fingerprint.HEAD_BYTES) {
                return inflated(position, length);
            }
            if (first.length < Fingerprint.HEAD_BYTES) {
                first = inflated(0, Fingerprint.HEAD_BYTES);
            }
            return Arrays.copyOf(first, Math.min(length, first.length));
        };
    }

    private byte[] inflated(long position, int length) throws IOException {
        try (InputStream stream = inflate()) {
            return stream.skip(position) == position ? stream.readNBytes(length) : new byte[0];
        }
    }

    @Override
    public long behind() {
        try {
            return Math.max(0, inflatedSize() - offset());
        } catch (IOException e) {
            return 0; // what is wrong with it, reading it will tell
        }
    }

    /** What it says of its last member (RFC 1952: ISIZE), which is most often its only one. */
    private long inflatedSize() throws IOException {
        byte[] last = raw(Math.max(0, size() - Integer.BYTES), Integer.BYTES);
        return last.length < Integer.BYTES
                ? 0
                : Integer.toUnsignedLong(
                        ByteBuffer.wrap(last).order(ByteOrder.LITTLE_ENDIAN).getInt());
    }

    @Override
    public void close() {
        try {
            if (inflated != null) {
                inflated.close();
            }
        } catch (IOException e) {
            System.getLogger(GzipFile.class.getName())
                    .log(System.Logger.Level.DEBUG, "{0} is closed: {1}", this, Reasons.of(e));
        }
        super.close();
    }
}
