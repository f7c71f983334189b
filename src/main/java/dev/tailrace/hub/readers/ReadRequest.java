package dev.tailrace.hub.readers;

import dev.tailrace.cursor.Start;
import dev.tailrace.hub.stream.LogStream;
import dev.tailrace.hub.stream.SubscriptionRequest;
import dev.tailrace.model.Position;
import dev.tailrace.model.Positions;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * What a client asks for.
 *
 * @param after where it was in several streams, which wins over the start in {@code each}
 * @param each what it asks each of the streams for
 * @param maxStreams how many it may have at most, those that appear later included
 */
public record ReadRequest(
        StreamChoice streams, @Nullable Positions after, SubscriptionRequest each, int maxStreams) {
    /** All of it from one stream. */
    public static ReadRequest of(LogStream stream, SubscriptionRequest what) {
        return new ReadRequest(new StreamChoice.Named(List.of(stream)), null, what, 1);
    }

    /** About how much memory its patterns hold, in bytes. */
    public int heldBytes() {
        return streams.heldBytes() + each.filter().heldBytes();
    }

    /** Whether streams that appear later are asked for, too. */
    boolean goesOn() {
        return streams.isOpen() && each.follow();
    }

    /** Where to begin in a stream: one that a position does not have has appeared since. */
    Start start(LogStream stream) {
        if (after == null) {
            return each.start();
        }
        OptionalLong next = after.next(stream.name(), stream.epoch());
        if (next.isPresent()) {
            return next.getAsLong() == 0
                    ? new Start.First()
                    : new Start.After(new Position(stream.epoch(), next.getAsLong() - 1));
        }
        return after.has(stream.name()) ? startOfAnother(stream) : new Start.First();
    }

    /** The client was in another log of that name: at a position that this one cannot have. */
    static Start startOfAnother(LogStream stream) {
        return new Start.After(new Position(stream.epoch(), Long.MAX_VALUE));
    }
}
