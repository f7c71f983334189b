package dev.tailrace.sink.fifo;

import dev.tailrace.cursor.Start;
import dev.tailrace.model.Epoch;
import dev.tailrace.model.Position;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * How far one origin has been given, in memory and on record. One thread, but for {@link #left},
 * which may be a moment old on another.
 */
final class Progress {
    /** So often the place is recorded of a feed that passes over records of the other origin. */
    private static final Duration RECORD_EVERY = Duration.ofSeconds(1);

    private final PlaceFile file;
    private final Supplier<Epoch> epoch;
    private volatile long seq;
    private long skip;
    private Trail trail = new Trail(0, 0);
    private long recorded;
    private long writes;

    /**
     * @param epoch of the log that is given now
     */
    Progress(PlaceFile file, Supplier<Epoch> epoch) {
        this.file = file;
        this.epoch = epoch;
    }

    /** Where to begin: where it was, or else with the next record. */
    Start kept() {
        Optional<Place> kept = file.read();
        kept.ifPresent(this::setTo);
        return kept.<Start>map(Progress::at).orElse(new Start.Now());
    }

    /** Where to begin again. */
    Start again() {
        return at(new Place(epoch.get(), seq, skip));
    }

    private static Start at(Place place) {
        return new Start.After(new Position(place.epoch(), place.seq() - 1));
    }

    private void setTo(Place place) {
        seq = place.seq();
        skip = place.bytes();
        trail = new Trail(seq, skip);
    }

    /**
     * The record {@code from} comes next; if that is not the one it was at, from its first byte.
     */
    void begin(long from, boolean asBefore) {
        seq = from;
        skip = asBefore ? skip : 0;
        trail = new Trail(seq, skip);
    }

    /** The records before {@code next} cannot be had. */
    void lostBefore(long next) {
        seq = next;
        skip = 0;
        trail.jumps(next);
    }

    /** How many of the records before {@code next} are to be given. */
    long left(long next) {
        return Math.max(0, next - seq);
    }

    /** How many of the origin's bytes to leave out from there on. */
    long skip() {
        return skip;
    }

    /** What was written lately, to be told of what is written now. */
    Trail trail() {
        return trail;
    }

    /** All that was written has been read. */
    void allRead() {
        trail = new Trail(seq, skip);
    }

    /** It is where {@code stretch} is. */
    void reached(OriginBytes stretch) {
        seq = stretch.seq();
        skip = stretch.skip();
    }

    /** Something was written, up to where {@code stretch} is, which is recorded. */
    void wrote(OriginBytes stretch) {
        reached(stretch);
        record(0);
        writes++;
    }

    /** How often something was written. */
    long writes() {
        return writes;
    }

    /** The last {@code unread} bytes are to be given again. */
    void back(int unread) {
        setTo(without(unread));
    }

    /** Records it, but for the last {@code unread} bytes. */
    void record(int unread) {
        file.write(without(unread));
        recorded = System.nanoTime();
    }

    /** Whether it was recorded a while ago. */
    boolean isRecordDue() {
        return System.nanoTime() - recorded >= RECORD_EVERY.toNanos();
    }

    private Place without(int unread) {
        if (unread == 0) {
            return new Place(epoch.get(), seq, skip);
        }
        Trail.Spot spot = trail.back(unread);
        return new Place(epoch.get(), spot.seq(), spot.bytes());
    }

    /** Lets the record go until there is more to record. */
    void close() {
        file.close();
    }
}
