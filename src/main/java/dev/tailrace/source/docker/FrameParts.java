package dev.tailrace.source.docker;

import dev.tailrace.model.Origin;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The body of a container without a terminal: both outputs in frames, one a part.
 *
 * <pre>
 *   | 1 stdout, 2 stderr | 0 0 0 | length: 4 bytes, big-endian | stamp, space, content |
 *
 *   HEADER --8 bytes--> STAMP --complete--> CONTENT --length used up--> HEADER
 *                         `----no stamp---> NOTICE  -------------------'
 * </pre>
 *
 * A frame of type 3, or one that begins without a stamp, is a message of the engine's. In the
 * output of an attached container no frame has a stamp.
 */
final class FrameParts implements LogParts {
    private static final int HEADER_BYTES = 8;
    private static final int STDERR = 2;
    private static final int ENGINE = 3;

    private enum State {
        HEADER,
        STAMP,
        CONTENT,
        NOTICE
    }

    private final PartSink sink;
    private final byte[] header = new byte[HEADER_BYTES];
    private final StampReader stamp = new StampReader();
    private final Notice notice;

    /** The time of frames that have no stamps; null if they have. */
    private final @Nullable LongSupplier time;

    private State state = State.HEADER;
    private int headerBytes;
    private long left;

    FrameParts(PartSink sink) {
        this(sink, null);
    }

    /** Of frames without stamps, each of the time that {@code time} gives as it begins. */
    FrameParts(PartSink sink, @Nullable LongSupplier time) {
        this.sink = sink;
        this.time = time;
        this.notice = new Notice(sink);
    }

    @Override
    public void accept(byte[] buffer, int offset, int length) {
        int at = offset;
        int end = offset + length;
        while (at < end) {
            at =
                    switch (state) {
                        case HEADER -> inHeader(buffer, at, end);
                        case STAMP -> inStamp(buffer, at, end);
                        case CONTENT -> inContent(buffer, at, end);
                        case NOTICE -> inNotice(buffer, at, end);
                    };
        }
    }

    @Override
    public void finish() {
        if (state == State.NOTICE) {
            notice.say();
        }
    }

    private int inHeader(byte[] buffer, int from, int end) {
        int count = Math.min(HEADER_BYTES - headerBytes, end - from);
        System.arraycopy(buffer, from, header, headerBytes, count);
        headerBytes += count;
        if (headerBytes == HEADER_BYTES) {
            headerBytes = 0;
            open();
        }
        return from + count;
    }

    private void open() {
        if (header[0] < 0 || header[0] > ENGINE || (header[1] | header[2] | header[3]) != 0) {
            throw new EngineException("its log is not in frames, as that of a container is");
        }
        left = 0;
        for (int i = 4; i < HEADER_BYTES; i++) {
            left = left << 8 | (header[i] & 0xff);
        }
        stamp.reset();
        if (left == 0) {
            return;
        }
        if (header[0] == ENGINE) {
            state = State.NOTICE;
        } else if (time == null) {
            state = State.STAMP;
        } else {
            sink.begin(origin(), time.getAsLong());
            state = State.CONTENT;
        }
    }

    private int inStamp(byte[] buffer, int from, int end) {
        int at = from;
        while (at < end && state == State.STAMP) {
            left--;
            StampReader.Result result = stamp.accept(buffer[at++]);
            if (result == StampReader.Result.COMPLETE) {
                sink.begin(origin(), stamp.nanos());
                state = State.CONTENT;
                closeIfUsedUp();
            } else if (result == StampReader.Result.OTHER || left == 0) {
                notice.add(stamp.bytes(), 0, stamp.count());
                state = State.NOTICE;
                closeIfUsedUp();
            }
        }
        return at;
    }

    private Origin origin() {
        return header[0] == STDERR ? Origin.STDERR : Origin.STDOUT;
    }

    private int inContent(byte[] buffer, int from, int end) {
        int count = (int) Math.min(left, end - from);
        sink.content(buffer, from, count);
        left -= count;
        closeIfUsedUp();
        return from + count;
    }

    private int inNotice(byte[] buffer, int from, int end) {
        int count = (int) Math.min(left, end - from);
        notice.add(buffer, from, count);
        left -= count;
        closeIfUsedUp();
        return from + count;
    }

    private void closeIfUsedUp() {
        if (left > 0) {
            return;
        }
        if (state == State.NOTICE) {
            notice.say();
        } else {
            sink.end();
        }
        state = State.HEADER;
    }
}
