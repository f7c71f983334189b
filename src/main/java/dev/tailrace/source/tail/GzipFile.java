package dev.tailrace.source.tail;

import dev.tailrace.model.Reasons;
import dev.tailrace.source.Descriptor;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.StandardOpenOption;
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

    GzipFile(Generation generation, Descriptor descriptor) {
        super(generation, descriptor);
        complete();
    }

    @Override
    int fill(Window window) throws IOException {
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
    void consumed(Window window, int count) {
        super.consumed(window, count);
        rest = Arrays.copyOfRange(rest, count, rest.length);
    }

    private InputStream inflate() throws IOException {
        return new GZIPInputStream(new Compressed(), BUFFER_BYTES);
    }

    /** Forwards only, and each from the beginning: good for a mark or two. */
    @Override
    Contents contents() {
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
    long behind() {
        try {
            return Math.max(0, inflatedSize() - offset());
        } catch (IOException e) {
            return 0; // what is wrong with it, reading it will tell
        }
    }

    /** What it says of its last member (RFC 1952: ISIZE), which is most often its only one. */
    long inflatedSize() throws IOException {
        try (FileChannel file = channel()) {
            ByteBuffer size = ByteBuffer.allocate(Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
            int read = file.read(size, Math.max(0, file.size() - Integer.BYTES));
            return read < Integer.BYTES ? 0 : Integer.toUnsignedLong(size.getInt(0));
        }
    }

    private FileChannel channel() throws IOException {
        return FileChannel.open(FileId.pathOf(descriptor.fd()), StandardOpenOption.READ);
    }

    @Override
    void close() {
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

    /** Its bytes, with an {@link #available} that is true: on it depends the second member. */
    private final class Compressed extends InputStream {
        private final FileChannel file = channel();

        Compressed() throws IOException {}

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            return file.read(ByteBuffer.wrap(bytes, offset, length));
        }

        @Override
        public int available() throws IOException {
            return (int) Math.min(Integer.MAX_VALUE, file.size() - file.position());
        }

        @Override
        public void close() throws IOException {
            file.close();
        }
    }
}
