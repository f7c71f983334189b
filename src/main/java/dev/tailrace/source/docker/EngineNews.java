package dev.tailrace.source.docker;

import io.smallrye.mutiny.Multi;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.concurrent.Executor;

/** What an engine tells of its containers. */
sealed interface EngineNews {
    /** All that there are. */
    record Listed(List<Engine.Listed> containers) implements EngineNews {}

    /** Something has happened to one. */
    record Happened(ContainerEvent event) implements EngineNews {}

    /**
     * What {@code engine} tells over one connection, on {@code thread}, until that fails. Events
     * are followed before the list is asked for, so that nothing starts unseen in between.
     */
    static Multi<EngineNews> of(Engine engine, Executor thread) {
        return engine.negotiate()
                .chain(engine::events)
                .onItem()
                .transformToMulti(events ->
                        Multi.createBy()
                                .merging()
                                .streams(
                                        engine.list().toMulti().<EngineNews>map(Listed::new),
                                        happenings(events.emitOn(thread, 1))))
                .emitOn(thread);
    }

    private static Multi<EngineNews> happenings(Multi<Buffer> body) {
        EventLines lines = new EventLines();
        return body.onItem()
                .transformToIterable(piece -> lines.accept(piece.getBytes()))
                .<EngineNews>map(Happened::new)
                .onCompletion()
                .failWith(() -> new EngineException("it stops"));
    }
}
