package dev.tailrace.source.docker;

import dev.tailrace.model.SourceEvent;
import dev.tailrace.source.IngestLoop;
import dev.tailrace.source.Opening;
import dev.tailrace.source.Source;
import dev.tailrace.source.SourceItems;
import dev.tailrace.source.SourceTasks;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The output of one execution of a container, from where it was read before. */
final class ContainerSource implements Source {
    private final SourceTasks tasks;
    private final SourceItems items;
    private final ContainerReading reading;
    private volatile boolean opened;

    /**
     * @param container as it is at the beginning
     * @param firstWait how soon a connection that was lost is tried again
     * @param before what was known and held of it before it was followed, if anything
     */
    ContainerSource(
            Engine engine,
            Container container,
            IngestLoop loop,
            DockerCounts counts,
            Duration firstWait,
            @Nullable Newcomer before) {
        this.tasks = new SourceTasks(loop, "Container " + container.name(), this::fail);
        this.items =
                new SourceItems(
                        tasks,
                        () -> onLoop(ContainerReading::resume),
                        () -> onLoop(ContainerReading::stop));
        this.reading =
                new ContainerReading(engine, container, tasks, items, counts, firstWait, before);
    }

    @Override
    public String kind() {
        return "docker";
    }

    @Override
    public boolean outlivesGateway() {
        return true;
    }

    @Override
    public SourceItems open(Opening stream) {
        opened = true;
        onLoop(each -> each.begin(stream.resumed()));
        return items;
    }

    @Override
    public CompletionStage<Void> stop() {
        if (!opened) {
            return CompletableFuture.completedStage(null);
        }
        onLoop(ContainerReading::stop);
        return over();
    }

    /** Completes when the subscriber has had all that it brings. Any thread. */
    CompletionStage<Void> over() {
        return items.over();
    }

    /** An event has told how the container ended. Any thread. */
    void died(ContainerEvent event) {
        onLoop(each -> each.died(event));
    }

    /** The engine is back: it need not be waited for. Any thread. */
    void wake() {
        onLoop(ContainerReading::wake);
    }

    private void fail(String reason) {
        reading.finish(new SourceEvent.Failed(reason));
    }

    private void onLoop(Consumer<ContainerReading> task) {
        tasks.execute(() -> task.accept(reading));
    }
}
