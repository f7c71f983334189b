package dev.tailrace.source;

import static dev.tailrace.Waiting.outcome;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tailrace.MayBlock;
import dev.tailrace.model.Origin;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** What a source has brought, and nobody has asked for yet. */
@MayBlock
class SourceItemsTest {
    @AutoClose final TestLoop test = new TestLoop();

    private final List<String> failures = new ArrayList<>();
    private final SourceTasks tasks = new SourceTasks(test.loop(), "a test", failures::add);
    private final SourceItems items = new SourceItems(tasks, () -> {}, () -> {});

    private void onLoop(Runnable task) {
        tasks.execute(task);
        outcome(CompletableFuture.runAsync(() -> {}, test.loop().executor()));
    }

    private void read(Origin origin, String text) {
        byte[] bytes = text.getBytes(UTF_8);
        items.emit(SourceItem.Chunk.read(origin, bytes, 0, bytes.length));
    }

    private String taken(Origin origin) {
        return outcome(
                items.select()
                        .where(SourceItem.Chunk.class::isInstance)
                        .map(SourceItem.Chunk.class::cast)
                        .select()
                        .where(chunk -> chunk.origin() == origin)
                        .map(chunk ->
                                new String(chunk.bytes(), chunk.offset(), chunk.length(), UTF_8))
                        .collect()
                        .with(Collectors.joining("|"))
                        .subscribeAsCompletionStage());
    }

    @Test
    void whatTheLogHasIsLeftOutOfTheChunksThatComeNext() {
        onLoop(() -> {
            items.leaveOut(new ProducedBytes(5, 0));
            read(Origin.STDOUT, "one");
            read(Origin.STDOUT, "two");
            read(Origin.STDOUT, "three");
            items.complete();
        });
        assertThat(taken(Origin.STDOUT)).isEqualTo("o|three");
    }

    @Test
    void eachOriginIsCountedForItself() {
        List<ProducedBytes> left = new ArrayList<>();
        onLoop(() -> {
            items.leaveOut(new ProducedBytes(3, 5));
            read(Origin.STDERR, "err");
            left.add(items.toLeaveOut());
            read(Origin.STDOUT, "out");
            left.add(items.toLeaveOut());
            read(Origin.STDERR, "or\nnew");
            items.complete();
        });
        assertThat(left).containsExactly(new ProducedBytes(3, 2), new ProducedBytes(0, 2));
        assertThat(items.isLeavingOut()).isFalse();
        assertThat(taken(Origin.STDERR)).isEqualTo("\nnew");
    }

    @Test
    void whatIsLeftOutIsNotAskedFor() {
        onLoop(() -> {
            items.leaveOut(Origin.STDOUT, 2L * SourceItems.MAX_KEPT);
            for (int i = 0; i < 2 * SourceItems.MAX_KEPT; i++) {
                read(Origin.STDOUT, "a");
            }
            read(Origin.STDOUT, "b");
            items.complete();
        });
        assertThat(failures).isEmpty();
        assertThat(taken(Origin.STDOUT)).isEqualTo("b");
    }

    /** A long line makes the read larger, and short ones may follow it. */
    @Test
    void allThatTheLargestReadCanBringIsKept() {
        onLoop(() -> {
            for (int i = 0; i < IngestLoop.MAX_READ_BYTES; i++) {
                items.emit(new SourceItem.Commit());
            }
            items.complete();
        });
        assertThat(failures).isEmpty();
        long brought =
                outcome(items.collect().with(Collectors.counting()).subscribeAsCompletionStage());
        assertThat(brought).isEqualTo(IngestLoop.MAX_READ_BYTES);
    }

    @Test
    void aSourceThatNeverAsksForDemandFails() {
        onLoop(() -> {
            for (int i = 0; i <= SourceItems.MAX_KEPT; i++) {
                items.emit(new SourceItem.Commit());
            }
        });
        assertThat(failures).singleElement().asString().contains("what was not asked for");
    }
}
