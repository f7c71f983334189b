package dev.tailrace.hub.ingest;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.tailrace.log.Folder;
import dev.tailrace.log.SmallFile;
import dev.tailrace.model.ExitStatus;
import dev.tailrace.model.Reasons;
import dev.tailrace.source.SourceException;
import java.io.IOException;
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
public final class Runs {
    private static final System.Logger LOG = System.getLogger(Runs.class.getName());

    /**
     * A command that restarts every half minute fills this in an hour; older runs are forgotten.
     */
    private static final int KEPT = 100;

    private static final ObjectMapper JSON =
            new ObjectMapper()
                    .registerModule(new JavaTimeModule())
                    .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS);

    private final SmallFile file;
    private volatile List<Run> runs;
    private volatile CompletableFuture<Run> upcoming = new CompletableFuture<>();
    private volatile boolean forgotten;

    private Runs(SmallFile file, List<Run> runs) {
        this.file = file;
        this.runs = List.copyOf(runs);
    }

    /**
     * The runs that are on record in {@code folder}.
     *
     * @throws IOException if the disk fails
     */
    public static Runs in(Folder folder) throws IOException {
        SmallFile file = new SmallFile(folder, "runs.json");
        Optional<List<Run>> known =
                file.read(Runs::parsed, "earlier runs are not listed, and are numbered from 1");
        return new Runs(file, known.orElse(List.of()));
    }

    private static List<Run> parsed(byte[] bytes) throws IOException {
        try {
            Run[] all = JSON.readValue(bytes, Run[].class);
            List<Run> runs = List.of(Objects.requireNonNull(all, "null"));
            for (int i = 1; i < runs.size(); i++) {
                if (runs.get(i).run() <= runs.get(i - 1).run()) {
                    throw new IOException("its runs are not in the order of their numbers");
                }
            }
            return runs;
        } catch (JacksonException | NullPointerException e) {
            throw new IOException("it is no list of runs", e);
        }
    }

    /**
     * Begins a run whose first record is {@code first}, and returns its number.
     *
     * @param pid 0 if its process had ended by the time that it was found
     */
    public int started(Instant now, long first, long pid) {
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
        replaceUpcoming().completeExceptionally(new SourceException(reason));
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
        return newest().filter(run -> run.last() == null).isPresent();
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
        return newest().filter(run -> Objects.equals(run.pid(), pid));
    }

    /** The run that was begun last. Any thread. */
    public Optional<Run> newest() {
        List<Run> now = runs;
        return now.isEmpty() ? Optional.empty() : Optional.of(now.getLast());
    }

    /** The run of that number. Any thread. */
    public Optional<Run> find(int number) {
        return runs.stream().filter(run -> run.run() == number).findFirst();
    }

    private void keep(List<Run> all) {
        runs = List.copyOf(all.subList(Math.max(0, all.size() - KEPT), all.size()));
        if (forgotten) {
            return;
        }
        try {
            // On the ingest loop, which is not to wait for a disk.
            file.replace(JSON.writeValueAsBytes(runs), SmallFile.Survives.KILL);
        } catch (IOException e) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "{0} cannot be written, so runs will not be listed after a restart: {1}",
                    file,
                    Reasons.of(e));
        }
    }

    /** Nothing is written any more: the folder has been removed. */
    void forget() {
        forgotten = true;
    }

    /** All that are on record, the oldest first. */
    public List<Run> list() {
        return runs;
    }
}
