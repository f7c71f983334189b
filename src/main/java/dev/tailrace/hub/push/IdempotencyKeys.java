package dev.tailrace.hub.push;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tailrace.hub.resume.OriginBytes;
import dev.tailrace.log.DiskFolder;
import dev.tailrace.log.SmallFile;
import dev.tailrace.log.StreamLog;
import dev.tailrace.model.OwnerOnly;
import dev.tailrace.model.Reasons;
import dev.tailrace.source.ProducedBytes;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The idempotency keys of one stream's requests with their answers, in {@code push.keys} beside the
 * log: a JSON object a line, of which the last one of a key counts. Confined to the stream's ingest
 * loop once it is open, but for {@link #size}.
 *
 * <pre>
 *   note ------ lines to the log ------ written        the answer is kept
 *     `-- killed: how much has the log, from the seq that came next on? --> written or cut
 * </pre>
 *
 * At most one note is open at a time, since requests are taken one after the other: so all records
 * after it are its own. The file survives kill -9 as the log does; after a power loss the newest
 * keys may be missing.
 */
final class IdempotencyKeys implements Closeable {
    private static final System.Logger LOG = System.getLogger(IdempotencyKeys.class.getName());
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String NAME = "push.keys";

    private static final String UNKNOWN =
            "a request whose key is not known is stored again if it is repeated";

    /** A line has two keys of up to a few hundred characters each, and some numbers. */
    private static final int LINE_BYTES = 2048;

    private final Path path;
    private final SmallFile file;
    private final StreamLog log;
    private final int max;
    private final Duration age;
    private final InstantSource clock;

    /** The oldest first. */
    private final Map<String, KeyNote> notes = new LinkedHashMap<>();

    private final AtomicInteger size = new AtomicInteger();

    /** Null as long as the file cannot be written. */
    private @Nullable FileChannel channel;

    private int fileLines;

    /**
     * Reads what is on record, and finds out how much the log has of a request that was under way.
     *
     * @throws IOException if the file, or the log, cannot be read
     */
    IdempotencyKeys(Path folder, StreamLog log, int max, Duration age, InstantSource clock)
            throws IOException {
        this.path = folder.resolve(NAME);
        int maxBytes = (int) Math.min(Integer.MAX_VALUE / 2, (4L * max + 4) * LINE_BYTES);
        this.file = new SmallFile(new DiskFolder(folder), NAME, maxBytes, clock);
        this.log = log;
        this.max = max;
        this.age = age;
        this.clock = clock;
        read();
        settle();
        openIfPossible();
    }

    /** A full disk keeps neither the gateway from its start nor requests without a key away. */
    private void openIfPossible() {
        try {
            channel = rewrite();
        } catch (IOException e) {
            LOG.log(
                    System.Logger.Level.ERROR,
                    "{0} cannot be written, so requests with an Idempotency-Key are refused until it"
                            + " can: {1}",
                    file,
                    Reasons.of(e));
        }
    }

    /** Whether requests have brought lines of the stream in {@code folder}. */
    static boolean areIn(Path folder) {
        return Files.exists(folder.resolve(NAME));
    }

    /** Reads what can be read; what cannot is kept for people. */
    private void read() throws IOException {
        int damaged = file.read(this::readLines, UNKNOWN).orElse(0);
        if (damaged > 0) {
            file.setAside(damaged + " of its lines cannot be read", UNKNOWN);
        }
    }

    /** How many lines cannot be read. */
    private int readLines(byte[] bytes) {
        int damaged = 0;
        int from = 0;
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] == '\n') {
                damaged += readLine(Arrays.copyOfRange(bytes, from, i)) ? 0 : 1;
                from = i + 1;
            }
        }
        // What comes after the last newline was being written when the gateway was killed.
        return damaged;
    }

    private boolean readLine(byte[] line) {
        try {
            KeyNote note = JSON.readValue(line, KeyNote.class);
            // The numbers of another log's records mean nothing here.
            if (note.epoch().equals(log.description().epoch().value())) {
                put(note);
            }
            return true;
        } catch (IOException | NullPointerException e) {
            LOG.log(System.Logger.Level.DEBUG, "{0}: {1}", file, Reasons.of(e));
            return false;
        }
    }

    private void put(KeyNote note) {
        notes.remove(note.key());
        notes.put(note.key(), note);
    }

    /** Looks into the log for what a killed gateway had noted and not seen to its end. */
    private void settle() throws IOException {
        for (KeyNote note : List.copyOf(notes.values())) {
            if (note.open()) {
                OriginBytes found = found(note);
                put(found.isAll() ? note.written(found.last()) : note.cut(found.counted()));
            }
        }
    }

    /** What came after the request is not counted, as the request had its last byte before. */
    private OriginBytes found(KeyNote note) throws IOException {
        OriginBytes found =
                new OriginBytes(
                        new ProducedBytes(
                                note.stdout() - note.hadStdout(),
                                note.stderr() - note.hadStderr()));
        found.count(log, note.from());
        return found;
    }

    /**
     * What is known of a request of that key; null if there was none, it is long ago, or nothing of
     * it is stored.
     */
    @Nullable KeyNote find(String key) {
        forgetOld();
        KeyNote note = notes.get(key);
        return note == null || note.hasNothing() ? null : note;
    }

    /**
     * Notes a request whose lines are to be handed on next.
     *
     * @throws IOException if that cannot be; then nothing is noted
     */
    void note(KeyNote note) throws IOException {
        append(note);
        put(note);
        forgetOld();
    }

    /** Its lines are in the log, up to the record {@code last}. */
    void written(KeyNote note, long last) {
        keep(note.written(last));
    }

    /** Its lines are not all in the log: finds out how many are. */
    void notWritten(KeyNote note) {
        try {
            keep(note.cut(found(note).counted()));
        } catch (IOException e) {
            LOG.log(
                    System.Logger.Level.ERROR,
                    "{0}: how much the log has of a request cannot be read: {1}",
                    file,
                    Reasons.of(e));
            keep(note.cut(ProducedBytes.NONE));
        }
    }

    /** The note that is open says enough: should this fail, the log is asked at the next start. */
    private void keep(KeyNote note) {
        put(note);
        try {
            append(note);
        } catch (IOException e) {
            LOG.log(System.Logger.Level.WARNING, "{0} cannot be written: {1}", file, Reasons.of(e));
        }
    }

    private void forgetOld() {
        long oldest = clock.millis() - age.toMillis();
        Iterator<KeyNote> each = notes.values().iterator();
        while (each.hasNext() && (each.next().time() < oldest || notes.size() > max)) {
            each.remove();
        }
        size.set(notes.size());
    }

    private void append(KeyNote note) throws IOException {
        FileChannel to = channel;
        // Each key takes two lines; a rewrite for as many again as are kept costs each little.
        if (to == null || fileLines > 2 * notes.size() + 2 * max) {
            to = rewrite();
            close();
            channel = to;
        }
        byte[] line = JSON.writeValueAsBytes(note);
        ByteBuffer bytes = ByteBuffer.allocate(line.length + 1).put(line).put((byte) '\n').flip();
        long before = to.size();
        try {
            while (bytes.hasRemaining()) {
                to.write(bytes);
            }
        } catch (IOException e) {
            to.truncate(before);
            throw e;
        }
        fileLines++;
    }

    /** Writes the file anew, without what is forgotten, and opens it. */
    private FileChannel rewrite() throws IOException {
        forgetOld();
        List<String> lines = new ArrayList<>(notes.size());
        for (KeyNote note : notes.values()) {
            lines.add(JSON.writeValueAsString(note));
        }
        String text = lines.isEmpty() ? "" : String.join("\n", lines) + "\n";
        file.replace(text.getBytes(StandardCharsets.UTF_8), SmallFile.Survives.POWER_LOSS);
        fileLines = lines.size();
        return OwnerOnly.open(path, StandardOpenOption.WRITE, StandardOpenOption.APPEND);
    }

    /** How many keys there are. Any thread. */
    int size() {
        return size.get();
    }

    @Override
    public void close() throws IOException {
        if (channel != null) {
            channel.close();
        }
    }
}
