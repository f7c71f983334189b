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
    private final Engine engine;
    private final Container container;
    private final DockerCounts counts;
    private final Duration firstWait;
    private final @Nullable Newcomer before;
    private final SourceTasks tasks;
    private final SourceItems items;
    private volatile @Nullable ContainerReading reading;

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
        this.engine = engine;
        this.container = container;
        this.counts = counts;
        this.firstWait = firstWait;
        this.before = before;
        this.tasks = new SourceTasks(loop, "Container " + container.name(), this::fail);
        this.items =
                new SourceItems(
                        tasks,
                        () -> onLoop(ContainerReading::resume),
                        () -> onLoop(ContainerReading::stop));
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
        reading =
                new ContainerReading(
                        engine, container, tasks, counts, firstWait, before, stream, items);
        onLoop(ContainerReading::begin);
        return items;
    }

    @Override
    public CompletionStage<Void> stop() {
        if (reading == null) {
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
        ContainerReading running = reading;
        if (running != null) {
            running.finish(new SourceEvent.Failed(reason));
        }
    }

    private void onLoop(Consumer<ContainerReading> task) {
        ContainerReading running = reading;
        if (running != null) {
            tasks.execute(() -> task.accept(running));
        }
    }
}
