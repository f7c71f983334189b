package dev.tailrace.source;

import dev.tailrace.MayBlock;
import dev.tailrace.ReactiveStreamsRules;
import dev.tailrace.source.fifo.FifoSource;
import dev.tailrace.source.fifo.FifoWatch;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.concurrent.Flow;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.reactivestreams.tck.flow.FlowPublisherVerification;

/**
 * A FIFO that was written, and is stopped: its source brings so many reads, an end, and is over.
 */
@MayBlock
class SourceRulesTest {
    private static final Map<String, String> WITHOUT =
            Map.of(
                    "optional_spec105_emptyStreamMustTerminateBySignallingOnComplete",
                    "a source brings an end at least");

    @TempDir Path folder;
    @AutoClose final TestLoop test = TestLoop.withSmallReads();
    @AutoClose final TestLoop watching = new TestLoop();
    @AutoClose final FifoWatch watch = new FifoWatch(watching.loop());
    private int fifos;

    @TestFactory
    Stream<DynamicTest> rules() {
        return ReactiveStreamsRules.of(Verification::new, WITHOUT);
    }

    private final class Verification extends FlowPublisherVerification<SourceItem> {
        Verification() {
            super(ReactiveStreamsRules.environment());
        }

        @Override
        public long maxElementsFromPublisher() {
            return Fifo.CAPACITY / TestLoop.SMALL_READ_BYTES + 1;
        }

        @Override
        public Flow.Publisher<SourceItem> createFlowPublisher(long items) {
            return stopped(Math.max(0, (int) items - 1));
        }

        @Override
        public Flow.Publisher<SourceItem> createFailedFlowPublisher() {
            SourceItems taken = stopped(0);
            taken.subscribe().with(_ -> {});
            return taken;
        }
    }

    private SourceItems stopped(int reads) {
        Path path = folder.resolve(++fifos + ".fifo");
        FifoSource source = new FifoSource(path, test.loop(), watch);
        SourceItems items = source.open(() -> Resumed.NOTHING);
        try {
            Files.write(
                    path, new byte[reads * TestLoop.SMALL_READ_BYTES], StandardOpenOption.WRITE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        var _ = source.stop();
        return items;
    }
}
