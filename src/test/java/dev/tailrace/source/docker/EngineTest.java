package dev.tailrace.source.docker;

import static dev.tailrace.Waiting.LIMIT;
import static dev.tailrace.Waiting.outcome;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tailrace.MayBlock;
import dev.tailrace.source.docker.FakeEngine.Ending;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
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
        EVENTS("/events", engine -> read(engine.events())),
        LOGS("/a/logs", engine -> read(engine.logs("a", 0, true))),
        ATTACH("/a/attach", engine -> read(engine.attach("a")));

        final String part;
        final Function<Engine, Uni<?>> ask;

        Question(String part, Function<Engine, Uni<?>> ask) {
            this.part = part;
            this.ask = ask;
        }

        boolean isFollowed() {
            return compareTo(EVENTS) >= 0;
        }

        private static Uni<?> read(Uni<EngineBody> answer) {
            return answer.chain(body -> body.collect().last());
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
        return engine(PATIENCE);
    }

    private Engine engine(Duration patience) {
        return new Engine(VERTX, fake.address(), 10, patience);
    }

    /** A slow machine may need longer than the engine is waited for. */
    private static List<Engine.Listed> list(Engine engine) {
        return outcome(
                engine.list()
                        .onFailure(TimeoutException.class)
                        .retry()
                        .atMost(20)
                        .subscribeAsCompletionStage());
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
                assertThat(list(engine)).hasSize(1);
            }
        }
    }

    @Test
    void anEngineThatIsAwayIsNotWaitedForAndIsAskedAgain() throws IOException {
        for (Question question : Question.values()) {
            Engine engine = engine();
            assertThat(list(engine)).hasSize(1);
            fake.down();
            assertOver(question + " of an engine that is away", engine, question);
            fake.up();
            assertThat(list(engine)).hasSize(1);
        }
    }

    @Test
    void aBodyThatIsLetGoClosesNoConnectionButItsOwn() {
        FakeEngine.Box box = fake.box("b", "job").start().exit(0);
        Engine engine = engine(LIMIT);
        EngineBody unread = outcome(engine.logs("b", 0, false).subscribeAsCompletionStage());
        outcome(engine.list().subscribeAsCompletionStage()); // its end has come meanwhile
        EngineBody events = outcome(engine.events().subscribeAsCompletionStage());
        CompletionStage<Buffer> event = events.toUni().subscribeAsCompletionStage();
        unread.cancel();
        outcome(engine.list().subscribeAsCompletionStage());
        box.start();
        assertThat(outcome(event).toString()).contains("container");
    }

    private static void assertOver(String what, Engine engine, Question question) {
        Uni<?> over = question.ask.apply(engine).onItemOrFailure().transform((_, _) -> what);
        assertThat(outcome(over.subscribeAsCompletionStage())).isEqualTo(what);
    }
}
