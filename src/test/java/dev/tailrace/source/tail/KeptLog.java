package dev.tailrace.source.tail;

import dev.tailrace.model.Origin;
import dev.tailrace.model.SourceEvent;
import dev.tailrace.source.ProducedBytes;
import dev.tailrace.source.Resumed;
import dev.tailrace.source.Taker;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/**
 * What survives the gateways that follow one file, each of which is killed: lines, checked as they
 * come, and some of the places that it was told, as a disk would have them.
 */
final class KeptLog {
    private final LineChecker lines = new LineChecker();
    private final Random random;
    private String place = "";
    private long bytesAtPlace;
    private long bytesReadAtPlace;
    private Life now = new Life();

    KeptLog(Random random) {
        this.random = random;
    }

    /** The next gateway; what the one before it brings now is lost with it. */
    synchronized Taker next() {
        now = new Life();
        return now;
    }

    /** Kills the one that is alive, between two of its calls. */
    synchronized void kill() {
        now = new Life();
    }

    /** How many bytes are before the place from which the next one goes on. */
    synchronized long bytesReadAtPlace() {
        return bytesReadAtPlace;
    }

    synchronized long lines() {
        return lines.lines();
    }

    synchronized List<String> wrong() {
        return lines.wrong();
    }

    private final class Life extends Taker {
        @Override
        public void bytes(Origin origin, byte[] buffer, int offset, int length) {
            synchronized (KeptLog.this) {
                if (this == now) {
                    lines.bytes(origin, buffer, offset, length);
                }
            }
        }

        @Override
        public void checkpoint(String newest) {
            synchronized (KeptLog.this) {
                if (this == now && (place.isEmpty() || random.nextBoolean())) {
                    place = newest;
                    bytesAtPlace = lines.bytes();
                    bytesReadAtPlace = bytesAtPlace - known(newest);
                }
            }
        }

        private long known(String of) {
            TailCheckpoint read = TailCheckpoint.read(of).orElseThrow();
            return read.known().stdout();
        }

        @Override
        public Resumed resumed() {
            synchronized (KeptLog.this) {
                return place.isEmpty()
                        ? Resumed.NOTHING
                        : new Resumed(
                                Optional.of(place),
                                new ProducedBytes(lines.bytes() - bytesAtPlace, 0));
            }
        }

        @Override
        public void event(SourceEvent event) {
            synchronized (KeptLog.this) {
                if (this == now) {
                    lines.event(event);
                }
            }
        }
    }
}
