package dev.tailrace.hub;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tailrace.Depth;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SharedRoomTest {
    /** A stream as segments, of which the newest is not given. */
    private static final class Held implements SharedRoom.Holder {
        final Deque<Long> segments = new ArrayDeque<>();
        final long weight;
        int given;
        boolean fails;

        Held(long weight, long... segments) {
            this.weight = weight;
            for (long each : segments) {
                this.segments.add(each);
            }
        }

        @Override
        public long bytes() {
            return segments.stream().mapToLong(each -> each).sum();
        }

        @Override
        public double weight() {
            return weight;
        }

        @Override
        public boolean canGive() {
            return segments.size() > 1;
        }

        @Override
        public long give() {
            if (fails) {
                return 0;
            }
            given++;
            return segments.remove();
        }

        long newest() {
            return segments.isEmpty() ? 0 : segments.getLast();
        }

        long largest() {
            return segments.stream().mapToLong(each -> each).max().orElse(0);
        }
    }

    private static void keep(long room, Held... all) {
        new SharedRoom(room).keep(List.of(all));
    }

    @Test
    void nobodyGivesWhileAllFit() {
        Held one = new Held(10, 5, 5);
        keep(10, one, new Held(10));
        assertThat(one.given).isZero();
    }

    @Test
    void theStreamThatGrowsGives() {
        Held quiet = new Held(10, 1, 1, 1);
        Held noisy = new Held(10, 2, 2, 2, 2);
        keep(10, quiet, noisy);
        assertThat(quiet.given).isZero();
        assertThat(noisy.given).isEqualTo(1);
    }

    @Test
    void aStreamOfMoreWeightHasALargerShare() {
        Held audit = new Held(30, 2, 2, 2);
        Held noisy = new Held(10, 2, 2, 2);
        keep(8, audit, noisy);
        assertThat(audit.given).isZero();
        assertThat(noisy.given).isEqualTo(2);
    }

    @Test
    void weightsWithoutABoundAreNoneTooMany() {
        Held endless = new Held(Long.MAX_VALUE, 4, 4);
        Held other = new Held(Long.MAX_VALUE, 1, 1);
        keep(6, endless, other);
        assertThat(endless.given).isEqualTo(1);
        assertThat(other.given).isZero();
    }

    @Test
    void aDiskThatFailsLeavesTheOthersToGive() {
        Held failing = new Held(10, 9, 9);
        failing.fails = true;
        Held next = new Held(10, 8, 8);
        keep(30, failing, next);
        assertThat(next.given).isEqualTo(1);
    }

    /** Streams come, grow at different paces and are kept, in a random order. */
    @Test
    void whoKeepsToHisShareGivesNothingAndTheRoomIsKeptButForTheNewestSegments() {
        Random random = new Random(1);
        for (int run = 0; run < Depth.rounds(200); run++) {
            List<Held> all = new ArrayList<>();
            long room = 100 + random.nextInt(1000);
            for (int step = 0; step < 100; step++) {
                if (all.isEmpty() || random.nextInt(10) == 0) {
                    all.add(new Held(1 + random.nextInt(1000)));
                }
                Held grows =
                        all.get(Math.min(random.nextInt(all.size()), random.nextInt(all.size())));
                grows.segments.add(1L + random.nextInt(64));
                assertKept(room, all);
            }
        }
    }

    private static void assertKept(long room, List<Held> all) {
        double wanted = all.stream().mapToDouble(each -> each.weight).sum();
        List<Long> before = all.stream().map(Held::bytes).toList();
        List<Integer> given = all.stream().map(each -> each.given).toList();
        List<Long> largest = all.stream().map(Held::largest).toList();
        boolean fitted = sum(all.stream().map(Held::bytes)) <= room;
        new SharedRoom(room).keep(all);
        long newest = 0;
        for (int i = 0; i < all.size(); i++) {
            Held each = all.get(i);
            double share = room * (each.weight / wanted);
            if (fitted || before.get(i) <= share) {
                assertThat(each.given).isEqualTo(given.get(i));
            } else {
                assertThat(each.bytes()).isGreaterThan((long) share - largest.get(i));
            }
            newest += each.newest();
        }
        assertThat(sum(all.stream().map(Held::bytes))).isLessThanOrEqualTo(room + newest);
    }

    private static long sum(Stream<Long> all) {
        return all.mapToLong(each -> each).sum();
    }
}
