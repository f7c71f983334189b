package dev.tailrace.source.docker;

import dev.tailrace.model.SourceEvent;
import dev.tailrace.source.ChunkSink;
import dev.tailrace.source.IngestLoop;
import dev.tailrace.source.Source;
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
    private final IngestLoop loop;
    private final CompletableFuture<Void> over = new CompletableFuture<>();
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
        this.loop = loop;
        this.tasks = new SourceTasks(loop, "Container " + container.name(), this::fail);
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
    public void start(ChunkSink sink) {
        reading =
                new ContainerReading(
                        engine, container, loop, tasks, counts, firstWait, before, over, sink);
        onLoop(ContainerReading::begin);
    }

    @Override
    public CompletionStage<Void> stop() {
        if (reading == null) {
            over.complete(null);
        } else {
            onLoop(ContainerReading::stop);
        }
        return over();
    }

    /** Completes when it has handed on all it will. Any thread. */
    CompletionStage<Void> over() {
        return over.minimalCompletionStage();
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
