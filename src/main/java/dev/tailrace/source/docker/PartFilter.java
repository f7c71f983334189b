package dev.tailrace.source.docker;

import dev.tailrace.model.Origin;
import dev.tailrace.source.ProducedBytes;
import dev.tailrace.source.Resumed;
import dev.tailrace.source.SourceItem;
import dev.tailrace.source.SourceItems;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Hands on what of a container's parts is new, and tells where it is. Only on the loop's thread.
 *
 * <p>The bytes of a part that is not complete wait until all before them have been handed on: so
 * there is a place between two parts in each buffer, and it can be kept.
 */
final class PartFilter implements PartSink {
    /**
     * Beyond the newest stamp, how much is asked for again. The engine takes a stamp before it
     * waits for its turn to write, and so a line of one output may have come after a later one of
     * the other; a disk that stands still holds it up for seconds.
     */
    static final long OVERLAP_NANOS = 10_000_000_000L;

    private final SourceItems items;
    private final EngineNotices notices;
    private final String container;
    private final String run;
    private final boolean newRun;
    private final Optional<String> left;
    private final SeenParts stdout;
    private final SeenParts stderr;
    private boolean over;
    private @Nullable LastBytes last;

    private Origin origin = Origin.STDOUT;
    private long stamp;
    private byte[] held = new byte[0];
    private int heldFrom;
    private int heldLength;

    private PartFilter(
            SourceItems items,
            EngineNotices notices,
            String container,
            String run,
            Optional<String> left,
            Place place) {
        this.items = items;
        this.notices = notices;
        this.container = container;
        this.run = run;
        this.left = left;
        this.newRun = !place.run().equals(run);
        this.over = place.over() && !newRun;
        this.stdout = new SeenParts(place.stdout());
        this.stderr = new SeenParts(place.stderr());
    }

    /** Goes on where the stream was, if that was the same container. */
    static PartFilter resume(
            SourceItems items, Resumed resumed, Container container, EngineNotices notices) {
        String id = container.shortId();
        String run = container.startedAt();
        Optional<Place> last = resumed.place().flatMap(Place::parse);
        if (last.isPresent() && last.get().container().equals(id)) {
            items.leaveOut(resumed.stored());
            return new PartFilter(items, notices, id, run, Optional.empty(), last.get());
        }
        Optional<String> left = last.filter(place -> !place.over()).map(Place::container);
        Place first = new Place(id, "-", false, Place.Mark.NONE, Place.Mark.NONE);
        return new PartFilter(items, notices, id, run, left, first);
    }

    /**
     * Another container, by its id, whose end the stream had not come to; empty if there is none.
     */
    Optional<String> left() {
        return left;
    }

    /** Whether the container's run is another than the stream's last. */
    boolean isNewRun() {
        return newRun;
    }

    /** Whether the end of that run has been told. */
    boolean isOver() {
        return over;
    }

    /**
     * A body begins anew.
     *
     * @return from when on it is wanted, in ns since 1970
     */
    long reopen() {
        heldLength = 0;
        long since = since();
        stdout.reopen(since);
        stderr.reopen(since);
        return since;
    }

    /** What comes now begins with bytes that have been handed on: so many of each output. */
    void goOn(ProducedBytes known) {
        heldLength = 0;
        stdout.goOn(known.stdout());
        stderr.goOn(known.stderr());
    }

    /** The output that is behind may be long so: what is asked for again has a bound. */
    private long since() {
        Place.Mark out = stdout.mark();
        Place.Mark err = stderr.mark();
        long newest = Math.max(out.stamp(), err.stamp());
        if (newest == Place.Mark.NONE.stamp()) {
            return newest;
        }
        return Math.max(Math.min(out.stamp(), err.stamp()), newest - OVERLAP_NANOS);
    }

    private SeenParts seen() {
        return origin == Origin.STDERR ? stderr : stdout;
    }

    @Override
    public void begin(Origin of, long at) {
        origin = of;
        stamp = at;
        if (!seen().begin(at)) {
            items.leaveOut(of, 0);
            notices.removed();
        }
    }

    @Override
    public void content(byte[] buffer, int offset, int length) {
        flush();
        held = buffer;
        heldFrom = offset;
        heldLength = length;
    }

    @Override
    public void end() {
        flush();
        seen().end();
    }

    private void flush() {
        if (heldLength > 0) {
            int known = seen().content(heldLength);
            if (last != null) {
                last.begin(origin, stamp);
                last.content(held, heldFrom + known, heldLength - known);
            }
            if (known < heldLength) {
                items.emit(
                        SourceItem.Chunk.at(
                                stamp, origin, held, heldFrom + known, heldLength - known));
            }
            heldLength = 0;
        }
    }

    @Override
    public void notice(String text) {
        notices.notice(text);
    }

    /** How many bytes of each output have been handed on since it was begun here. */
    ProducedBytes handedOn() {
        return new ProducedBytes(stdout.handedOn(), stderr.handedOn());
    }

    /** What is handed on from now on may be met by {@link #metBy}. */
    void keepLast() {
        last = new LastBytes();
    }

    /** With how many of the last bytes that were handed on of each output these begin, at most. */
    ProducedBytes metBy(LastBytes these) {
        return last == null ? ProducedBytes.NONE : last.metBy(these);
    }

    /** All of a buffer has come: hands on what there is. */
    void handOn() {
        checkpoint();
        flush();
        items.commit();
    }

    /** Tells where it is, if that is between two parts. */
    void checkpoint() {
        if (stdout.isExact() && stderr.isExact() && !items.isLeavingOut()) {
            Place now = new Place(container, run, over, stdout.mark(), stderr.mark());
            items.emit(new SourceItem.Checkpoint(now.toString()));
        }
    }

    /** The end of the run has been told, and all of it has been handed on. */
    void finish() {
        over = true;
        stdout.finish();
        stderr.finish();
        items.leaveOut(ProducedBytes.NONE);
        checkpoint();
    }
}
