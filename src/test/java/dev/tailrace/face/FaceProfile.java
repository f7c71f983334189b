package dev.tailrace.face;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tailrace.log.DiskFolder;
import dev.tailrace.log.LogSettings;
import dev.tailrace.log.StreamLog;
import dev.tailrace.log.TestLogs;
import dev.tailrace.model.Origin;
import io.quarkus.test.junit.QuarkusTestProfile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;

/** A gateway with a data folder of its own, which already has a stream that has lost its start. */
public class FaceProfile implements QuarkusTestProfile {
    /** Records 0 to 99, each its own number; those before {@link #FIRST_KEPT} are gone. */
    static final String GAPPED = "gapped";

    static final int GAPPED_RECORDS = 100;
    static final int FIRST_KEPT = 24;

    @Override
    public Map<String, String> getConfigOverrides() {
        try {
            Path data = Files.createTempDirectory("tailrace-faces");
            makeGapped(data.resolve("streams").resolve(GAPPED));
            return Map.of(
                    "tailrace.data", data.toString(),
                    "tailrace.http.heartbeat", "1s",
                    "tailrace.ingest.loops", "1",
                    // Tests lose lines by the thousand, and each gap would be said here.
                    "quarkus.log.category.\"dev.tailrace.face.FaceMeters\".level", "ERROR");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void makeGapped(Path folder) throws IOException {
        LogSettings settings = TestLogs.settings(1024, 4096, 1024);
        try (StreamLog log =
                TestLogs.open(new DiskFolder(folder), settings, InstantSource.system())) {
            log.readNow();
            for (int i = 0; i < GAPPED_RECORDS; i++) {
                byte[] line = Integer.toString(i).getBytes(UTF_8);
                log.append(Origin.STDOUT, false, line, 0, line.length);
            }
        }
        Files.delete(folder.resolve("00000000000000000000.log"));
    }
}
