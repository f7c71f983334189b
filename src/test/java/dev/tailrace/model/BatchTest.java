package dev.tailrace.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class BatchTest {
    private static Batch batch(int... sizes) {
        int[] ends = new int[sizes.length];
        int end = 0;
        for (int i = 0; i < sizes.length; i++) {
            end += sizes[i];
            ends[i] = end;
        }
        return new Batch(new byte[end], ends, 0, 0, sizes.length, 100, null);
    }

    private static int cost(Batch batch, int records) {
        Batch part = batch.slice(0, records);
        return part.size() + records * Batch.WIRE_OVERHEAD_BYTES;
    }

    @Test
    void aPieceHasAtLeastOneRecordHoweverLarge() {
        assertThat(batch(5000, 50).upTo(1000).count()).isEqualTo(1);
    }

    @Test
    void aBatchThatFitsIsItsOwnPiece() {
        Batch batch = batch(50, 50);
        assertThat(batch.upTo(cost(batch, 2))).isSameAs(batch);
        assertThat(batch.upTo(cost(batch, 2) - 1).count()).isEqualTo(1);
    }

    @Test
    void aPieceIsAsLargeAsItMayBe() {
        long seed = 20261121;
        Random random = new Random(seed);
        for (int round = 0; round < 2000; round++) {
            int[] sizes = random.ints(1 + random.nextInt(40), 41, 400).toArray();
            Batch whole = batch(sizes);
            Batch batch = whole.slice(random.nextInt(sizes.length), sizes.length);
            int bytes = random.nextInt(12_000);
            Batch piece = batch.upTo(bytes);
            String which = "seed " + seed + ", round " + round;
            assertThat(piece.first()).as(which).isEqualTo(batch.first());
            assertThat(piece.count() == 1 || cost(batch, piece.count()) <= bytes)
                    .as(which)
                    .isTrue();
            assertThat(piece.count() == batch.count() || cost(batch, piece.count() + 1) > bytes)
                    .as(which)
                    .isTrue();
        }
    }
}
