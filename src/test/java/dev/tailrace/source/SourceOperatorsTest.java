package dev.tailrace.source;

import static dev.tailrace.Waiting.await;
import static dev.tailrace.Waiting.outcome;
import static dev.tailrace.Waiting.result;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tailrace.MayBlock;
import dev.tailrace.source.fifo.FifoSource;
import dev.tailrace.source.fifo.FifoWatch;
import io.smallrye.mutiny.helpers.test.AssertSubscriber;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Mutiny's operators on a source that reads a real FIFO. */
@MayBlock
class SourceOperatorsTest {
    private static final int READ = TestLoop.SMALL_READ_BYTES;

    @TempDir Path folder;
    @AutoClose final TestLoop test = TestLoop.withSmallReads();
    @AutoClose final TestLoop watching = new TestLoop();
    @AutoClose final FifoWatch watch = new FifoWatch(watching.loop());
    @AutoClose final ExecutorService others = Executors.newFixedThreadPool(2);

    private Path path;
    private FifoSource source;

    @BeforeEach
    void createSource() {
        path = folder.resolve("app.fifo");
        source = new FifoSource(path, test.loop(), watch);
    }

    private SourceItems open() {
        return source.open(() -> Resumed.NOTHING);
    }

    private void write(byte[] bytes) throws IOException {
        Files.write(path, bytes, StandardOpenOption.WRITE);
    }

    @Test
    void whoWantsTheFirstItemsStopsTheSourceAndLeavesTheRestInThePipe() throws IOException {
        Fifo.createIfMissing(path);
        Descriptor held = Fifo.openHeld(path);
        try {
            SourceItems items = open();
            write(new byte[10 * READ]);
            List<SourceItem> first =
                    outcome(
                            items.select()
                                    .first(3)
                                    .collect()
                                    .asList()
                                    .subscribeAsCompletionStage());
            assertThat(first).hasSize(3).allMatch(SourceItem.Chunk.class::isInstance);
            outcome(items.over());
            assertThat(OpenFiles.naming(path.toString())).hasSize(1); // the test's own
            assertThat(bytesIn(held)).isEqualTo(7 * READ);
        } finally {
            held.close();
        }
    }

    private static int bytesIn(Descriptor pipe) {
        byte[] buffer = new byte[Fifo.CAPACITY];
        int all = 0;
        int count = Libc.readNonBlocking(pipe.fd(), buffer);
        while (count > 0) {
            all += count;
            count = Libc.readNonBlocking(pipe.fd(), buffer);
        }
        return all;
    }

    /** What is to outlive {@code onItem} is copied in it; then it may go to any thread. */
    @Test
    void itemsAreTransformedAndEmittedOnAnotherThread() throws IOException {
        SourceItems items = open();
        String text = "one\ntwo\nthree\n".repeat(10_000);
        var all =
                items.select()
                        .where(SourceItem.Chunk.class::isInstance)
                        .onItem()
                        .transform(item -> text((SourceItem.Chunk) item))
                        .emitOn(others)
                        .collect()
                        .with(Collectors.joining())
                        .subscribeAsCompletionStage();
        write(text.getBytes(US_ASCII));
        var _ = source.stop();
        assertThat(outcome(all)).isEqualTo(text);
    }

    private static String text(SourceItem.Chunk chunk) {
        return new String(chunk.bytes(), chunk.offset(), chunk.length(), US_ASCII);
    }

    @Test
    void nothingIsReadWithoutDemandAndNoMoreThanWasRequested() throws Exception {
        AssertSubscriber<SourceItem> subscriber = AssertSubscriber.create(0);
        open().subscribe(subscriber);
        AtomicLong written = new AtomicLong();
        int pieces = 2 * Fifo.CAPACITY / READ;
        var writer = others.submit(() -> writeCounting(pieces, written));
        await().until(() -> written.get() == Fifo.CAPACITY); // the writer is held
        subscriber.assertHasNotReceivedAnyItem();
        for (int requested = 1; requested <= 5; requested += 2) {
            int taken = (requested + 1) / 2 * (requested + 1) / 2;
            subscriber.request(requested);
            await().until(() -> subscriber.getItems().size() == taken);
            await().until(() -> written.get() == Fifo.CAPACITY + (long) taken * READ);
            assertThat(subscriber.getItems()).hasSize(taken);
        }
        assertThat(writer.isDone()).isFalse();
        subscriber.request(Long.MAX_VALUE);
        await().until(() -> bytes(subscriber) == (long) pieces * READ);
        outcome(source.stop());
        subscriber.assertCompleted();
    }

    private Void writeCounting(int pieces, AtomicLong written) throws IOException {
        byte[] piece = new byte[READ];
        try (OutputStream out = Files.newOutputStream(path, StandardOpenOption.WRITE)) {
            for (int i = 0; i < pieces; i++) {
                out.write(piece);
                written.addAndGet(READ);
            }
        }
        return null;
    }

    private static long bytes(AssertSubscriber<SourceItem> subscriber) {
        return subscriber.getItems().stream()
                .mapToLong(item -> item instanceof SourceItem.Chunk chunk ? chunk.length() : 0)
                .sum();
    }

    @Test
    void whatHappensWithoutDemandComesOnceItIsAskedFor() throws Exception {
        AssertSubscriber<SourceItem> subscriber = AssertSubscriber.create(0);
        open().subscribe(subscriber);
        var stopped = source.stop().toCompletableFuture();
        result(test.loop().executor().submit(() -> "stopping"));
        subscriber.assertHasNotReceivedAnyItem().assertNotTerminated();
        assertThat(stopped).isNotDone();
        subscriber.request(1);
        outcome(stopped);
        assertThat(subscriber.getItems()).hasSize(1);
        subscriber.assertCompleted();
    }

    @Test
    void aSecondSubscriberIsRefused() {
        SourceItems items = open();
        items.subscribe(AssertSubscriber.create(0));
        AssertSubscriber<SourceItem> second = AssertSubscriber.create(1);
        items.subscribe(second);
        second.assertFailedWith(IllegalStateException.class, "FIFO " + path);
        var _ = source.stop();
    }
}
