package dev.tailrace.log;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * A folder whose every file has these bytes. It ends what reads them for ever, and knows what
 * memory was taken since it was made.
 */
final class OneFile implements Folder, LogFile {
    private static final com.sun.management.ThreadMXBean THREADS =
            (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();

    /** Each byte may be where something begins that is looked at several times. */
    private static final int READS_A_BYTE = 16;

    private static final int READS = 1000;

    private final byte[] bytes;
    private final long allocatedBefore = THREADS.getCurrentThreadAllocatedBytes();
    private long reads;

    OneFile(byte[] bytes) {
        this.bytes = bytes;
    }

    /** The memory that this thread has taken since the folder was made. */
    long allocated() {
        return THREADS.getCurrentThreadAllocatedBytes() - allocatedBefore;
    }

    @Override
    public int read(ByteBuffer target, long position) {
        if (reads++ > READS + (long) READS_A_BYTE * bytes.length) {
            throw new AssertionError("it is read for ever");
        }
        if (position >= bytes.length) {
            return -1;
        }
        int length = (int) Math.min(target.remaining(), bytes.length - position);
        target.put(bytes, (int) position, length);
        return length;
    }

    @Override
    public long size() {
        return bytes.length;
    }

    @Override
    public LogFile openForReading(String name) {
        return this;
    }

    @Override
    public boolean exists(String name) {
        return true;
    }

    @Override
    public List<String> names() {
        throw new UnsupportedOperationException();
    }

    @Override
    public LogFile create(String name) {
        throw new UnsupportedOperationException();
    }

    @Override
    public LogFile open(String name) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void rename(String from, String to) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void delete(String name) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void write(ByteBuffer source, long position) throws IOException {
        throw new UnsupportedOperationException();
    }

    @Override
    public void truncate(long size) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void sync() {}

    @Override
    public void close() {}
}
