package dev.tailrace.source.tail.file;

import dev.tailrace.source.Descriptor;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;

/**
 * A file as its producer writes it. Each read begins with the bytes before the offset: if they are
 * others than they were, the file was cut off and has grown again, however fast.
 */
public final class PlainFile extends OpenFile {
    private long seen;
    private int unread;
    private long intactAt = now();
    private long since = intactAt;

    PlainFile(FoundFile found, Descriptor descriptor) {
        super(found, descriptor);
    }

    /** How far it was seen to go since it was cut off the last time. */
    public long seen() {
        return Math.max(seen, offset());
    }

    @Override
    public int fill(Window window) throws IOException {
        byte[] before = before();
        long size = before.length > 0 ? size() : 0; // of what the read finds intact
        int count = read(window, offset() - before.length);
        if (count < before.length
                || !Arrays.equals(window.bytes, 0, before.length, before, 0, before.length)) {
            unread = CUT;
            return CUT;
        }
        window.from = before.length;
        window.to = count;
        seen = Math.max(Math.max(seen, size), offset() + window.length());
        intactAt = now();
        unread = window.length();
        if (offset() == 0 && count > 0) {
            seen = Math.max(seen, size()); // nothing before it tells whether it is the same yet
        }
        return window.length();
    }

    /** What was seen of it is in copies that are read before it. */
    public void forgetSeen() {
        seen = 0;
    }

    private static long now() {
        return TimeUnit.MILLISECONDS.toNanos(System.currentTimeMillis()) - FileId.TICK_NANOS;
    }

    /** Since when it has had what it has, ns since 1970: copies of that are not older. */
    public long since() {
        return since;
    }

    @Override
    public void consumed(Window window, int count) {
        super.consumed(window, count);
        unread -= count;
    }

    /** What the last {@link #fill} has left: an unfinished line, or nothing. */
    public int unread() {
        return unread;
    }

    /** Sees how far it goes, without reading on. */
    public void noteSize() throws IOException {
        long size = size();
        if (isIntact()) {
            seen = Math.max(seen, size);
        }
    }

    /** Whether what is before the offset is what it was. */
    public boolean isIntact() throws IOException {
        byte[] before = before();
        return Arrays.equals(contents().read(offset() - before.length, before.length), before);
    }

    /** Fills the window from {@code position} of the file on. */
    private int read(Window window, long position) throws IOException {
        MemorySegment buffer = window.loop.nativeBuffer();
        int total = 0;
        while (total < window.bytes.length) {
            long length = Math.min(buffer.byteSize(), window.bytes.length - total);
            int count = raw(position + total, buffer.asSlice(0, length));
            MemorySegment.copy(buffer, ValueLayout.JAVA_BYTE, 0, window.bytes, total, count);
            total += count;
            if (count < length) {
                break;
            }
        }
        return total;
    }

    @Override
    public Contents contents() {
        return this::raw;
    }

    /** Whether it has no name any more. */
    public boolean isDeleted() {
        try {
            return stat().deleted();
        } catch (IOException e) {
            return true;
        }
    }

    @Override
    public long behind() {
        return Math.max(0, size() - offset());
    }

    @Override
    public boolean hasNews() {
        try {
            return size() != offset() || !isIntact();
        } catch (IOException e) {
            return true; // what is wrong with it, reading it will tell
        }
    }

    /** The same file from its beginning, after it was cut off. Takes the descriptor over. */
    public PlainFile restarted() {
        PlainFile anew = new PlainFile(found(), descriptor);
        bequeath(anew);
        anew.since = intactAt;
        return anew;
    }
}
