package dev.tailrace.endtoend;

import static dev.tailrace.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tailrace.suite.Ports;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A client whose connection is cut again and again, and a gateway that goes and comes back. */
class CutsIT {
    private static final long SEED = 401;
    private static final int CUTS_BETWEEN = 20;

    /** About 1000 lines a second. */
    private static final int LINES_AT_ONCE = 5;

    private static final long PAUSE_NANOS = 5_000_000;

    /** A cut each 10 ms, on average, at that rate. */
    private static final int LONGEST_CONNECTION = 12_000;

    @TempDir Path folder;

    @Test
    void nothingIsLostAndNothingComesTwice() throws Exception {
        Path fifo = folder.resolve("fifo");
        int port = Ports.reserve();
        Gateway gateway = serve(port, fifo);
        try (FifoWriter writer = new FifoWriter(fifo, LINES_AT_ONCE, PAUSE_NANOS);
                Witness witness = new Witness(port, "a", new Random(SEED), LONGEST_CONNECTION)) {
            for (boolean kill : new boolean[] {false, true, false, true, false}) {
                awaitCuts(witness, witness.cuts() + CUTS_BETWEEN);
                if (kill) {
                    gateway.kill();
                } else {
                    gateway.stop();
                }
                gateway = serve(port, fifo);
            }
            awaitCuts(witness, witness.cuts() + CUTS_BETWEEN);
            writer.finish();
            await().alias("seed " + SEED)
                    .until(() -> {
                        witness.assertContent();
                        return witness.lastNumber() == writer.written() - 1;
                    });
            witness.assertAgrees(gateway, "a");
            assertThat(witness.cuts()).isGreaterThanOrEqualTo(6 * CUTS_BETWEEN);
        } finally {
            gateway.close();
        }
    }

    private Gateway serve(int port, Path fifo) {
        return Tailrace.in(folder).serveOn(port, "--fifo", "a=" + fifo);
    }

    private static void awaitCuts(Witness witness, int cuts) {
        await().alias("seed " + SEED)
                .until(() -> {
                    witness.assertContent();
                    return witness.cuts() >= cuts;
                });
    }
}
