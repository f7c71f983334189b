package dev.tailrace.face;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tailrace.Waiting;
import dev.tailrace.log.DiskFolder;
import dev.tailrace.log.LogSettings;
import dev.tailrace.log.StreamLog;
import dev.tailrace.log.TestLogs;
import dev.tailrace.model.Origin;
import dev.tailrace.suite.Secrets;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The folder of a gateway, with all that it writes: its data, in which there is already a stream
 * that has lost its start, and its spools. Quarkus makes it before the gateway starts, and removes
 * it when the gateway has stopped.
 */
public final class GatewayFolder implements QuarkusTestResourceLifecycleManager {
    /** Records 0 to 99, each its own number; those before {@link #FIRST_KEPT} are gone. */
    static final String GAPPED = "gapped";

    static final int GAPPED_RECORDS = 100;
    static final int FIRST_KEPT = 24;

    private @Nullable Path folder;

    @Override
    public Map<String, String> start() {
        // As the command line does, which starts no gateway here.
        System.setProperty(RequestTargets.LEFT_TO_US, "true");
        try {
            Path made = Files.createTempDirectory("tailrace-face");
            folder = made;
            Path data = made.resolve("data");
            makeGapped(data.resolve("streams").resolve(GAPPED));
            return Map.of(
                    "tailrace.data", data.toString(),
                    "tailrace.spool.folder", made.resolve("spool").toString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void makeGapped(Path folder) throws IOException {
        LogSettings settings = TestLogs.settings(1024, 4096, 1024);
        try (StreamLog log =
                TestLogs.open(new DiskFolder(folder), settings, InstantSource.system())) {
            log.writer().readNow();
            for (int i = 0; i < GAPPED_RECORDS; i++) {
                byte[] line = Integer.toString(i).getBytes(UTF_8);
                log.writer().append(Origin.STDOUT, false, line, 0, line.length);
            }
            log.writer().commit();
            log.keeper().removeOldest();
        }
    }

    @Override
    public void stop() {
        endCommands();
        Path made = folder;
        if (made != null) {
            Secrets.lookIn(made);
            // The gateway may still be closing its streams.
            Waiting.await()
                    .ignoreExceptions()
                    .until(() -> {
                        delete(made);
                        return Files.notExists(made);
                    });
        }
    }

    /** Those that outlive a gateway: nobody comes to take them over. */
    private static void endCommands() {
        List<ProcessHandle> left = ProcessHandle.current().descendants().toList();
        left.forEach(ProcessHandle::destroyForcibly);
        left.forEach(process -> Waiting.outcome(process.onExit()));
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(each);
            }
        }
    }
}
