package dev.tailrace.cursor;

import dev.tailrace.ReactiveStreamsRules;
import dev.tailrace.model.Ending;
import dev.tailrace.model.StreamName;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.reactivestreams.tck.flow.FlowPublisherVerification;

/** Cursors that are live, cursors that replay, and merges of them, as Reactive Streams wants it. */
class CursorRulesTest {
    @TempDir Path folder;
    @AutoClose private EndedLogs inMemory;
    @AutoClose private EndedLogs inFiles;

    @BeforeEach
    void open() {
        inMemory = new EndedLogs(folder.resolve("memory"), 1 << 24);
        inFiles = new EndedLogs(folder.resolve("files"), 1);
    }

    @TestFactory
    Stream<DynamicTest> rulesOfALiveCursor() {
        return ReactiveStreamsRules.of(() -> new CursorVerification(inMemory));
    }

    @TestFactory
    Stream<DynamicTest> rulesOfACursorThatReplays() {
        return ReactiveStreamsRules.of(() -> new CursorVerification(inFiles));
    }

    @TestFactory
    Stream<DynamicTest> rulesOfAMerge() {
        return ReactiveStreamsRules.of(() -> new MergeVerification(inFiles));
    }

    private abstract static class Verification<T> extends FlowPublisherVerification<T> {
        final EndedLogs logs;

        Verification(EndedLogs logs) {
            super(ReactiveStreamsRules.environment());
            this.logs = logs;
        }

        @Override
        public long maxElementsFromPublisher() {
            return 100;
        }

        Cursor cursor(long deliveries) {
            try {
                return logs.cursor(deliveries);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private static final class CursorVerification extends Verification<Delivery> {
        CursorVerification(EndedLogs logs) {
            super(logs);
        }

        @Override
        public Flow.Publisher<Delivery> createFlowPublisher(long deliveries) {
            return subscribedOn(logs.owner, cursor(deliveries));
        }

        @Override
        public Flow.Publisher<Delivery> createFailedFlowPublisher() {
            Flow.Publisher<Delivery> taken = createFlowPublisher(1);
            taken.subscribe(new Ignoring<>());
            return taken;
        }
    }

    private static final class MergeVerification extends Verification<Merge.Part> {
        MergeVerification(EndedLogs logs) {
            super(logs);
        }

        @Override
        public Flow.Publisher<Merge.Part> createFlowPublisher(long parts) {
            Merge merge = new Merge();
            for (int i = 0; i < 2; i++) {
                long of = (parts + i) / 2;
                merge.add(new StreamName("s" + i), cursor(of), of);
            }
            merge.close(Ending.ENDED);
            return confined(logs.owner, merge);
        }

        @Override
        public Flow.Publisher<Merge.Part> createFailedFlowPublisher() {
            Flow.Publisher<Merge.Part> taken = createFlowPublisher(1);
            taken.subscribe(new Ignoring<>());
            return taken;
        }
    }

    /** A cursor is to be subscribed to on its owner. */
    private static <T> Flow.Publisher<T> subscribedOn(Executor owner, Flow.Publisher<T> of) {
        return subscriber -> {
            Objects.requireNonNull(subscriber);
            owner.execute(() -> of.subscribe(subscriber));
        };
    }

    /** A merge knows no thread: all calls are to be on its cursors' owner. */
    private static <T> Flow.Publisher<T> confined(Executor owner, Flow.Publisher<T> of) {
        return subscribedOn(owner, subscriber -> of.subscribe(new Confined<>(owner, subscriber)));
    }

    private record Confined<T>(Executor owner, Flow.Subscriber<? super T> to)
            implements Flow.Subscriber<T> {
        @Override
        public void onSubscribe(Flow.Subscription subscription) {
            to.onSubscribe(
                    new Flow.Subscription() {
                        @Override
                        public void request(long items) {
                            owner.execute(() -> subscription.request(items));
                        }

                        @Override
                        public void cancel() {
                            owner.execute(subscription::cancel);
                        }
                    });
        }

        @Override
        public void onNext(T item) {
            to.onNext(item);
        }

        @Override
        public void onError(Throwable failure) {
            to.onError(failure);
        }

        @Override
        public void onComplete() {
            to.onComplete();
        }
    }

    private static final class Ignoring<T> implements Flow.Subscriber<T> {
        @Override
        public void onSubscribe(Flow.Subscription subscription) {}

        @Override
        public void onNext(T item) {}

        @Override
        public void onError(Throwable failure) {}

        @Override
        public void onComplete() {}
    }
}
