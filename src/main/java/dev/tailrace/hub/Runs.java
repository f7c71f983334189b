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
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * The runs of one stream's source, the newest of them kept in {@code runs.json} beside the log. It
 * is changed on the stream's ingest loop; {@link #list} and {@link #find} on any thread.
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
    private volatile CompletableFuture<Run> upcoming = new CompletableFuture<>();

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
            return new Runs(
                    file, JSON.readValue(Files.readAllBytes(file), new TypeReference<>() {}));
        } catch (IOException e) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "{0} cannot be read, so earlier runs are not listed: {1}",
                    file,
                    e.getMessage());
            return new Runs(file, List.of());
        }
    }

    /**
     * Begins a run whose first record is {@code first}, and returns its number.
     *
     * @param pid 0 if its process had ended by the time that it was found
     */
    int started(Instant now, long first, long pid) {
        List<Run> before = runs;
        int number = before.isEmpty() ? 1 : before.getLast().run() + 1;
        List<Run> after = new ArrayList<>(before);
        Run run = new Run(number, now, null, null, null, first, null, pid == 0 ? null : pid);
        after.add(run);
        keep(after);
        replaceUpcoming().complete(run);
        return number;
    }

    /** None has begun that was to. */
    void notStarted(String reason) {
        replaceUpcoming().completeExceptionally(new HubException(reason));
    }

    private CompletableFuture<Run> replaceUpcoming() {
        CompletableFuture<Run> now = upcoming;
        upcoming = new CompletableFuture<>();
        return now;
    }

    /** The run that begins next; fails if there is to be one and it cannot begin. Any thread. */
    CompletableFuture<Run> upcoming() {
        return upcoming.copy();
    }

    /** Ends the run that was begun last; its last record is {@code last}. */
    Run ended(Instant now, @Nullable ExitStatus status, long last) {
        return replaceLast(runs.getLast().ended(now, status, last));
    }

    /** The run that was begun last, if it is not over, is over with the record {@code last}. */
    void abandon(long last) {
        if (isGoingOn()) {
            replaceLast(runs.getLast().endedAt(last));
        }
    }

    /** The run that was begun last is not over, though a gateway may have taken it for that. */
    void goesOn() {
        if (runs.getLast().last() != null) {
            replaceLast(runs.getLast().going());
        }
    }

    /** Whether the run that was begun last is not over, as far as that is known. Any thread. */
    boolean isGoingOn() {
        List<Run> now = runs;
        return !now.isEmpty() && now.getLast().last() == null;
    }

    private Run replaceLast(Run by) {
        List<Run> after = new ArrayList<>(runs);
        after.removeLast();
        after.add(by);
        keep(after);
        return by;
    }

    /** The run that was begun last, if it was that of the process {@code pid}. */
    Optional<Run> lastOf(long pid) {
        List<Run> now = runs;
        return now.isEmpty() || !Objects.equals(now.getLast().pid(), pid)
                ? Optional.empty()
                : Optional.of(now.getLast());
    }

    /** The run that was begun last. */
    Optional<Run> newest() {
        List<Run> now = runs;
        return now.isEmpty() ? Optional.empty() : Optional.of(now.getLast());
    }

    /** The run of that number. Any thread. */
    Optional<Run> find(int number) {
        return runs.stream().filter(run -> run.run() == number).findFirst();
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
