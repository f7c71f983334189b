package dev.tailrace.source.docker;

import dev.tailrace.model.Newline;
import dev.tailrace.model.Origin;

/**
 * The body of a container with a terminal: its one output as text, a stamp before each part. Where
 * a part ends is not said: at its newline, or, in a longer line, after 16 KiB if a stamp follows.
 *
 * <pre>
 *   STAMP --complete--> CONTENT --newline--> STAMP
 *     |                    |--16 KiB--> SEAM --a stamp--> CONTENT of the next part
 *     |                    `<----------------'--anything else is content
 *     `--no stamp--> NOTICE --newline--> STAMP                    the engine's own words
 * </pre>
 */
final class TextParts implements LogParts {
    /** What the engine reads at once, and with that the longest part. */
    static final int PART_BYTES = 16 * 1024;

    private enum State {
        STAMP,
        CONTENT,
        SEAM,
        NOTICE
    }

    private final PartSink sink;
    private final StampReader stamp = new StampReader();
    private final Notice notice;
    private State state = State.STAMP;

    /** Of the part's content so far. */
    private long content;

    TextParts(PartSink sink) {
        this.sink = sink;
        this.notice = new Notice(sink);
    }

    @Override
    public void accept(byte[] buffer, int offset, int length) {
        int at = offset;
        int end = offset + length;
        while (at < end) {
            at =
                    switch (state) {
                        case STAMP -> inStamp(buffer, at, end);
                        case CONTENT -> inContent(buffer, at, end);
                        case SEAM -> inSeam(buffer, at, end);
                        case NOTICE -> inNotice(buffer, at, end);
                    };
        }
    }

    /** The beginning of what may be a stamp is left: it comes again, or nothing does. */
    @Override
    public void finish() {
        if (state == State.NOTICE) {
            say();
        }
    }

    private int inStamp(byte[] buffer, int from, int end) {
        for (int at = from; at < end; at++) {
            switch (stamp.accept(buffer[at])) {
                case MORE -> {}
                case COMPLETE -> {
                    begin();
                    return at + 1;
                }
                case OTHER -> {
                    boolean newline = buffer[at] == '\n';
                    startNotice();
                    if (newline) {
                        say();
                    }
                    return at + 1;
                }
            }
        }
        return end;
    }

    private void begin() {
        sink.begin(Origin.STDOUT, stamp.nanos());
        stamp.reset();
        content = 0;
        state = State.CONTENT;
    }

    private int inContent(byte[] buffer, int from, int end) {
        int to = content < PART_BYTES ? (int) Math.min(end, from + PART_BYTES - content) : end;
        int newline = Newline.indexIn(buffer, from, to);
        int next = newline < 0 ? to : newline + 1;
        sink.content(buffer, from, next - from);
        content += next - from;
        if (newline >= 0) {
            sink.end();
            state = State.STAMP;
        } else if (content == PART_BYTES) {
            state = State.SEAM;
        }
        return next;
    }

    private int inSeam(byte[] buffer, int from, int end) {
        for (int at = from; at < end; at++) {
            switch (stamp.accept(buffer[at])) {
                case MORE -> {}
                case COMPLETE -> {
                    sink.end();
                    begin();
                    return at + 1;
                }
                case OTHER -> {
                    noSeam();
                    return at + 1;
                }
            }
        }
        return end;
    }

    /** What looked like a stamp is content; only its last byte can be a newline. */
    private void noSeam() {
        int count = stamp.count();
        boolean newline = count > 0 && stamp.bytes()[count - 1] == '\n';
        sink.content(stamp.bytes(), 0, count);
        content += count;
        stamp.reset();
        state = newline ? State.STAMP : State.CONTENT;
        if (newline) {
            sink.end();
        }
    }

    private void startNotice() {
        notice.add(stamp.bytes(), 0, stamp.count());
        stamp.reset();
        state = State.NOTICE;
    }

    private int inNotice(byte[] buffer, int from, int end) {
        int newline = Newline.indexIn(buffer, from, end);
        int to = newline < 0 ? end : newline;
        notice.add(buffer, from, to - from);
        if (newline < 0) {
            return end;
        }
        say();
        return newline + 1;
    }

    private void say() {
        notice.say();
        state = State.STAMP;
    }
}
