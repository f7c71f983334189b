package dev.tailrace.sink.fifo;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tailrace.hub.stream.DataFolder;
import dev.tailrace.hub.stream.LogStream;
import dev.tailrace.log.SmallFile;
import dev.tailrace.model.Epoch;
import dev.tailrace.model.Origin;
import dev.tailrace.model.OsText;
import dev.tailrace.model.OwnerOnly;
import dev.tailrace.model.Reasons;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * How far a FIFO has been fed, kept beside the stream's log. One thread.
 *
 * <p>The file is made in one step (a temporary, fsync, rename). Then its two numbers, which have a
 * width of their own and lie in its first sector, are written over in place after each write into
 * the FIFO: that costs a microsecond, and a gateway that is killed has no more than that one write
 * that is in the FIFO and not here. It is synced once in a while only: with the machine's power the
 * FIFO and its reader are gone as well.
 */
final class PlaceFile {
    private static final System.Logger LOG = System.getLogger(PlaceFile.class.getName());
    private static final ObjectMapper JSON = new ObjectMapper();

    /**
     * An fsync takes some milliseconds of the disk's time, and of a thread other than the feed's.
     */
    private static final Duration SYNC_EVERY = Duration.ofSeconds(1);

    /** The digits of {@code Long.MAX_VALUE}. */
    private static final int WIDTH = 19;

    private final SmallFile file;
    private final Path path;
    private final String fifo;
    private final AtomicBoolean syncing = new AtomicBoolean();
    private @Nullable FileChannel channel;
    private @Nullable ByteBuffer content;
    private @Nullable Epoch epoch;
    private long synced;
    private boolean failed;

    /**
     * The one of an origin of {@code stream}.
     *
     * @param fifo the FIFO that it is about: the place in another one says nothing
     */
    static PlaceFile of(DataFolder data, LogStream stream, Origin origin, Path fifo) {
        String name = "sink-fifo-" + origin.text() + ".json";
        Path path = data.stream(stream.name()).resolve(name);
        return new PlaceFile(data.smallFile(path), path, fifo);
    }

    /**
     * @param path of the file, which is written in place
     */
    private PlaceFile(SmallFile file, Path path, Path fifo) {
        this.file = file;
        this.path = path;
        this.fifo = OsText.shown(OsText.absolute(fifo).normalize());
    }

    /** The place that is on record for this FIFO. */
    Optional<Place> read() {
        try {
            return file.read(this::parsed, "FIFO " + fifo + " begins with what comes")
                    .flatMap(found -> found);
        } catch (IOException e) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "{0} cannot be read, so FIFO {1} begins with what comes: {2}",
                    file,
                    fifo,
                    Reasons.of(e));
            return Optional.empty();
        }
    }

    private Optional<Place> parsed(byte[] bytes) throws IOException {
        JsonNode json;
        try {
            json = JSON.readTree(bytes);
        } catch (JacksonException e) {
            throw new IOException("it is no JSON", e);
        }
        Place place =
                new Place(
                        new Epoch(json.path("epoch").asText()),
                        json.path("seq").asLong(-1),
                        json.path("bytes").asLong(-1));
        if (place.seq() < 0 || place.bytes() < 0) {
            throw new IOException("it has no place");
        }
        return json.path("fifo").asText().equals(fifo) ? Optional.of(place) : Optional.empty();
    }

    /** Records it; that it cannot is said once, and is no reason not to feed. */
    void write(Place place) {
        try {
            if (channel == null || content == null || !place.epoch().equals(epoch)) {
                make(place);
            } else {
                put(content, place);
                channel.write(content.rewind(), 0);
                syncWhenDue(channel);
            }
            failed = false;
        } catch (IOException e) {
            close();
            if (!failed) {
                failed = true;
                LOG.log(
                        System.Logger.Level.ERROR,
                        "How far FIFO {0} has been fed cannot be recorded: {1}",
                        fifo,
                        Reasons.of(e));
            }
        }
    }

    private void make(Place place) throws IOException {
        close();
        ByteBuffer text = ByteBuffer.wrap(template(place.epoch()).getBytes(StandardCharsets.UTF_8));
        put(text, place);
        file.replace(text.array(), SmallFile.Survives.POWER_LOSS);
        channel = OwnerOnly.open(path, StandardOpenOption.WRITE);
        content = text;
        epoch = place.epoch();
        synced = System.nanoTime();
    }

    /** With room for the numbers where {@link #put} puts them. */
    private String template(Epoch of) throws IOException {
        String room = " ".repeat(WIDTH);
        return "{\"epoch\":\""
                + of
                + "\",\"seq\":"
                + room
                + ",\"bytes\":"
                + room
                + ",\"fifo\":"
                + JSON.writeValueAsString(fifo)
                + "}\n";
    }

    private static void put(ByteBuffer text, Place place) {
        int seq = "{\"epoch\":\"12345678\",\"seq\":".length();
        digits(text, seq, place.seq());
        digits(text, seq + WIDTH + ",\"bytes\":".length(), place.bytes());
    }

    private static void digits(ByteBuffer text, int at, long number) {
        long rest = number;
        for (int i = at + WIDTH - 1; i >= at; i--) {
            boolean digit = rest > 0 || i == at + WIDTH - 1;
            text.put(i, (byte) (digit ? '0' + rest % 10 : ' '));
            rest /= 10;
        }
    }

    private void syncWhenDue(FileChannel open) {
        long now = System.nanoTime();
        if (now - synced >= SYNC_EVERY.toNanos() && syncing.compareAndSet(false, true)) {
            synced = now;
            var _ = Thread.ofVirtual().name("sync " + file).start(() -> sync(open));
        }
    }

    private void sync(FileChannel open) {
        try {
            open.force(false);
        } catch (ClosedChannelException _) {
            // Closing it has synced it.
        } catch (IOException e) {
            LOG.log(System.Logger.Level.WARNING, "{0} is not synced: {1}", file, Reasons.of(e));
        } finally {
            syncing.set(false);
        }
    }

    /** Syncs and closes it; what is recorded later opens it again. */
    void close() {
        FileChannel open = channel;
        channel = null;
        if (open != null) {
            try (open) {
                open.force(false);
            } catch (IOException e) {
                LOG.log(System.Logger.Level.WARNING, "{0} is not synced: {1}", file, Reasons.of(e));
            }
        }
    }
}
