package dev.tailrace.source.fifo;

import static java.lang.IO.println;

import dev.tailrace.model.Origin;
import dev.tailrace.source.Taker;
import dev.tailrace.source.TestLoop;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * How much one FIFO brings in a second when nothing is done with it: a program to run by hand, as
 * its figure depends on the machine. The argument is the number of GiB, of which the first run,
 * which compiles, has as many as the others.
 */
public final class FifoThroughput {
    private static final int RUNS = 4;

    private FifoThroughput() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        long bytes = Long.parseLong(arguments[0]) << 30;
        for (int i = 0; i < RUNS; i++) {
            println("%.2f GB/s".formatted(bytes / 1e9 / seconds(bytes)));
        }
    }

    private static double seconds(long bytes) throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("throughput");
        Path path = folder.resolve("fifo");
        try (TestLoop test = new TestLoop();
                FifoWatch watch = new FifoWatch(test.loop())) {
            Counter counter = new Counter();
            FifoSource source = new FifoSource(path, test.loop(), watch);
            counter.follow(source);
            long start = System.nanoTime();
            String command =
                    "exec dd if=/dev/zero bs=1M status=none count=" + (bytes >> 20) + " of=" + path;
            new ProcessBuilder("sh", "-c", command).inheritIO().start().waitFor();
            source.stop().toCompletableFuture().join();
            double seconds = (System.nanoTime() - start) / 1e9;
            if (counter.bytes != bytes) {
                throw new AssertionError(counter.bytes + " bytes of " + bytes);
            }
            return seconds;
        } finally {
            Files.delete(path);
            Files.delete(folder);
        }
    }

    private static final class Counter extends Taker {
        volatile long bytes;

        @Override
        @SuppressWarnings("NonAtomicVolatileUpdate") // by the loop alone
        public void bytes(Origin origin, byte[] buffer, int offset, int length) {
            bytes += length;
        }
    }
}
