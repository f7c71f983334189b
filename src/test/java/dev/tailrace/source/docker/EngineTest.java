package dev.tailrace.source.docker;

import static dev.tailrace.Waiting.outcome;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tailrace.MayBlock;
import dev.tailrace.source.docker.FakeEngine.Ending;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every question has an outcome, whatever becomes of the engine. */
@MayBlock
class EngineTest {
    private static final Vertx VERTX =
            Vertx.vertx(new VertxOptions().setPreferNativeTransport(true).setEventLoopPoolSize(1));
    private static final Duration PATIENCE = Duration.ofMillis(300);

    @TempDir static Path folder;
    @AutoClose private FakeEngine fake;

    /** Kinds of questions, each with a part of its path. */
    private enum Question {
        PING("/_ping", Engine::negotiate),
        LIST("/containers/json", Engine::list),
        INSPECT("/a/json", engine -> engine.inspect("a")),
        EVENTS("/events", engine -> read(engine::events)),
        LOGS("/a/logs", engine -> read(reader -> engine.logs("a", 0, true, reader))),
        ATTACH("/a/attach", engine -> read(reader -> engine.attach("a", reader)));

        final String part;
        final Function<Engine, CompletionStage<?>> ask;

        Question(String part, Function<Engine, CompletionStage<?>> ask) {
            this.part = part;
            this.ask = ask;
        }

        boolean isFollowed() {
            return compareTo(EVENTS) >= 0;
        }

        private static CompletionStage<?> read(Consumer<Reader> ask) {
            Reader reader = new Reader();
            ask.accept(reader);
            return reader.over;
        }
    }

    /** Reads a body to its end. */
    private static final class Reader implements EngineBody.Reader {
        final CompletableFuture<Void> over = new CompletableFuture<>();
        private @Nullable EngineBody body;

        @Override
        public void opened(EngineBody opened) {
            body = opened;
            opened.request();
        }

        @Override
        public void piece(Buffer piece) {
            if (body != null) {
                body.request();
            }
        }

        @Override
        public void ended(@Nullable Throwable failure) {
            over.complete(null);
        }
    }

    @AfterAll
    static void closeVertx() {
        VERTX.close().toCompletionStage().toCompletableFuture().join();
    }

    @BeforeEach
    void startEngine() throws IOException {
        fake = new FakeEngine(folder.resolve("engine.sock"));
        fake.box("a", "web").start();
    }

    private Engine engine() {
        return new Engine(VERTX, fake.address(), 10, PATIENCE);
    }

    @ParameterizedTest
    @EnumSource
    void anEngineThatEndsIsNotWaitedForAndIsAskedAgain(Ending ending) {
        for (Question question : Question.values()) {
            if (question.isFollowed() && ending.isOpenBody()) {
                continue; // there may be nothing to say
            }
            Engine engine = engine();
            for (boolean kept : new boolean[] {false, true}) {
                fake.endNext(question.part, ending);
                assertOver(
                        question + " over a connection that was kept: " + kept, engine, question);
                assertThat(outcome(engine.list())).hasSize(1);
            }
        }
    }

    @Test
    void anEngineThatIsAwayIsNotWaitedForAndIsAskedAgain() throws IOException {
        for (Question question : Question.values()) {
            Engine engine = engine();
            assertThat(outcome(engine.list())).hasSize(1);
            fake.down();
            assertOver(question + " of an engine that is away", engine, question);
            fake.up();
            assertThat(outcome(engine.list())).hasSize(1);
        }
    }

    private static void assertOver(String what, Engine engine, Question question) {
        CompletionStage<Object> over = question.ask.apply(engine).handle((_, _) -> what);
        assertThat(outcome(over)).isEqualTo(what);
    }
}
