package dev.tailrace.source;

import static dev.tailrace.Waiting.outcome;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tailrace.MayBlock;
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
