package dev.tailrace.hub;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.tailrace.model.ExitStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The runs of one stream's source, the newest of them kept in {@code runs.json} beside the log.
 * {@link #started} and {@link #ended} on the stream's ingest loop, {@link #list} on any thread.
 */
final class Runs {
    private static final System.Logger LOG = System.getLogger(Runs.class.getName());

    /**
     * A command that restarts every half minute fills this in an hour; older runs are forgotten.
     */
    private static final int KEPT = 100;

    private static final ObjectMapper JSON =
            new ObjectMapper()
                    .registerModule(new JavaTimeModule())
                    .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS);

    private final Path file;
    private volatile List<Run> runs;

    private Runs(Path file, List<Run> runs) {
        this.file = file;
        this.runs = List.copyOf(runs);
    }

    /** The runs that are on record in {@code folder}. */
    static Runs in(Path folder) {
        Path file = folder.resolve("runs.json");
        if (!Files.exists(file)) {
            return new Runs(file, List.of());
        }
        try {
            return new Runs(file, JSON.readValue(file.toFile(), new TypeReference<>() {}));
        } catch (IOException e) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "{0} cannot be read, so earlier runs are not listed: {1}",
                    file,
                    e.getMessage());
            return new Runs(file, List.of());
        }
    }

    /** Begins a run whose first record is {@code first}, and returns its number. */
    int started(Instant now, long first) {
        List<Run> before = runs;
        int number = before.isEmpty() ? 1 : before.getLast().run() + 1;
        List<Run> after = new ArrayList<>(before);
        after.add(new Run(number, now, null, null, null, first, null));
        keep(after);
        return number;
    }

    /** The number of the run that was begun last and has not ended; 0 if there is none. */
    int goesOn() {
        List<Run> all = runs;
        return all.isEmpty() || all.getLast().ended() != null ? 0 : all.getLast().run();
    }

    /** Ends the run that was begun last; its last record is {@code last}. */
    void ended(Instant now, @Nullable ExitStatus status, long last) {
        List<Run> after = new ArrayList<>(runs);
        Run run = after.removeLast();
        after.add(
                new Run(
                        run.run(),
                        run.started(),
                        now,
                        status == null ? null : Integer.valueOf(status.shellCode()),
                        status == null || status.signal() == 0
                                ? null
                                : Integer.valueOf(status.signal()),
                        run.first(),
                        last));
        keep(after);
    }

    private void keep(List<Run> all) {
        runs = List.copyOf(all.subList(Math.max(0, all.size() - KEPT), all.size()));
        Path temporary = file.resolveSibling("runs.json.new");
        try {
            Files.write(temporary, JSON.writeValueAsBytes(runs));
            Files.move(
                    temporary,
                    file,
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "{0} cannot be written, so runs will not be listed after a restart: {1}",
                    file,
                    Reasons.of(e));
        }
    }

    /** All that are on record, the oldest first. */
    List<Run> list() {
        return runs;
    }
}
