package dev.tailrace.log;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.BitSet;
import java.util.random.RandomGenerator;

/**
 * The bytes of one file twice: as processes see them, and as they would be found after a power
 * loss. In between are the pages that no sync has brought down yet.
 *
 * <pre>
 *   write --> seen --sync--> durable          a page that is dirty: 4 KiB, as in the page cache
 *               |                             a sector that survives or not: 512 bytes
 *               `--a sync that fails--> seen, and durable never, unless it is written again
 * </pre>
 */
final class SimulatedFile {
    static final int PAGE_BYTES = 4096;
    static final int SECTOR_BYTES = 512;

    private byte[] seen = new byte[0];
    private int size;
    private byte[] durable = new byte[0];
    private int durableSize;

    /** Pages that the next sync writes. */
    private final BitSet dirty = new BitSet();

    /** Pages that a sync failed to write: no later one tries again. */
    private final BitSet dropped = new BitSet();

    /** By how many names and open handles it is held; without any, its room is free. */
    private int holders;

    int size() {
        return size;
    }

    void hold() {
        holders++;
    }

    /** Whether nobody holds it any more. */
    boolean release() {
        return --holders == 0;
    }

    /** Its process is gone, and all handles with it: its name alone holds it. */
    void reheld() {
        holders = 1;
    }

    int read(ByteBuffer target, long position, int most) {
        int length = Math.min(most, size - (int) position);
        target.put(seen, (int) position, length);
        return length;
    }

    void write(ByteBuffer source, long position, int length) {
        int end = (int) position + length;
        seen = grown(seen, end);
        source.get(seen, (int) position, length);
        markDirty(Math.min(size, (int) position), end);
        size = Math.max(size, end);
    }

    void truncate(long newSize) {
        int end = (int) newSize;
        if (end < size) {
            Arrays.fill(seen, end, size, (byte) 0);
            markDirty(end, size);
            size = end;
        }
    }

    private void markDirty(int from, int to) {
        if (from < to) {
            dirty.set(from / PAGE_BYTES, (to - 1) / PAGE_BYTES + 1);
            dropped.andNot(dirty);
        }
    }

    boolean isDirty() {
        return !dirty.isEmpty() || size != durableSize;
    }

    /** Whether a sync has failed whose bytes can still be read. */
    boolean hasDropped() {
        return !dropped.isEmpty();
    }

    void sync() {
        durable = grown(durable, size);
        for (int page = dirty.nextSetBit(0); page >= 0; page = dirty.nextSetBit(page + 1)) {
            copyDown(page * PAGE_BYTES, (page + 1) * PAGE_BYTES);
        }
        if (durableSize > size) {
            Arrays.fill(durable, size, durableSize, (byte) 0);
        }
        durableSize = size;
        dirty.clear();
    }

    /** As on Linux: the pages count as clean and are still read, but they are not on the disk. */
    void failToSync() {
        dropped.or(dirty);
        dirty.clear();
    }

    /** What is there when the power is back. */
    void losePower(RandomGenerator random) {
        if (isDirty() || !dropped.isEmpty()) {
            int least = Math.min(size, durableSize);
            int most = Math.max(size, durableSize);
            int left =
                    switch (random.nextInt(3)) {
                        case 0 -> durableSize;
                        case 1 -> size;
                        default -> random.nextInt(least, most + 1);
                    };
            durable = grown(durable, most);
            dirty.or(dropped);
            for (int page = dirty.nextSetBit(0); page >= 0; page = dirty.nextSetBit(page + 1)) {
                losePage(page, random);
            }
            // What had no bytes before the loss and gets none in it reads as zeros.
            Arrays.fill(durable, left, durable.length, (byte) 0);
            durableSize = left;
        }
        seen = durable.clone();
        size = durableSize;
        dirty.clear();
        dropped.clear();
    }

    private void losePage(int page, RandomGenerator random) {
        int choice = random.nextInt(3);
        for (int at = 0; at < PAGE_BYTES; at += SECTOR_BYTES) {
            int from = page * PAGE_BYTES + at;
            if (choice == 1 || (choice == 2 && random.nextBoolean())) {
                copyDown(from, from + SECTOR_BYTES);
            }
        }
    }

    private void copyDown(int from, int to) {
        int end = Math.min(to, Math.min(seen.length, durable.length));
        if (from < end) {
            System.arraycopy(seen, from, durable, from, end - from);
        }
    }

    private static byte[] grown(byte[] bytes, int size) {
        return size <= bytes.length
                ? bytes
                : Arrays.copyOf(bytes, Math.max(size, bytes.length * 2));
    }

    byte[] bytes() {
        return Arrays.copyOf(seen, size);
    }

    /** Puts {@code bytes} in place of all there are, durably: a test's own hand. */
    void overwrite(byte[] bytes) {
        seen = bytes.clone();
        size = bytes.length;
        sync();
        durable = bytes.clone();
    }
}
