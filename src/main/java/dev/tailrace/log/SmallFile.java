package dev.tailrace.log;

import dev.tailrace.model.Reasons;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Optional;

/**
 * A small file of the gateway's own, read and replaced as a whole. One thread at a time.
 *
 * <pre>
 *   replace   NAME.new: write, sync ---> rename to NAME ---> sync of the folder
 *                                       (and NAME to NAME.old before that)
 *   read      NAME --damaged, too large, no file, not to be read---> NAME.aside-TIME, and said
 * </pre>
 *
 * Whenever the process dies, there is the old content or the new one, whole; so it is when the
 * machine dies, if the replacement was to survive that.
 */
public final class SmallFile {
    private static final System.Logger LOG = System.getLogger(SmallFile.class.getName());

    /** Most have some hundred bytes; what is larger is not the gateway's. */
    static final int MAX_BYTES = 1 << 20;

    private static final String SPARE = ".old";

    /** What a replacement must outlive. */
    public enum Survives {
        /** kill -9: for what a power loss makes worthless, or what must not wait for a disk. */
        KILL,
        /** A power loss, too. */
        POWER_LOSS
    }

    /** Makes something of a file's bytes. */
    @FunctionalInterface
    public interface Parser<T> {
        /**
         * What the bytes say.
         *
         * @throws IOException if they are damaged; the message is for people
         */
        T parse(byte[] bytes) throws IOException;
    }

    private final Folder folder;
    private final String name;
    private final int maxBytes;
    private final InstantSource clock;

    /** One of up to a mebibyte. */
    public SmallFile(Folder folder, String name) {
        this(folder, name, MAX_BYTES, InstantSource.system());
    }

    /**
     * @param maxBytes one that is larger is not the gateway's
     * @param clock for the name of what is set aside
     */
    public SmallFile(Folder folder, String name, int maxBytes, InstantSource clock) {
        this.folder = folder;
        this.name = name;
        this.maxBytes = maxBytes;
        this.clock = clock;
    }

    /** What {@link #replaceAndKeep} has kept. */
    public SmallFile spare() {
        return new SmallFile(folder, name + SPARE, maxBytes, clock);
    }

    /** Whether there is something under its name. */
    public boolean exists() {
        return folder.exists(name);
    }

    /**
     * What is in it; empty if it is not there. What cannot be used is set aside, which one line of
     * the log says.
     *
     * @param consequence what it means that its content is not known, as the end of a sentence
     * @throws IOException if the disk fails: then nothing is known of the file
     */
    public <T> Optional<T> read(Parser<T> parser, String consequence) throws IOException {
        byte[] bytes;
        try {
            bytes = bytes();
        } catch (NoSuchFileException _) {
            return Optional.empty();
        } catch (NotAFileException _) {
            setAside("it is no regular file", consequence);
            return Optional.empty();
        } catch (AccessDeniedException _) {
            setAside("permission denied", consequence);
            return Optional.empty();
        }
        try {
            if (bytes.length > maxBytes) {
                throw new IOException("it has more than " + maxBytes + " bytes");
            }
            return Optional.of(parser.parse(bytes));
        } catch (IOException | RuntimeException e) {
            setAside(String.valueOf(e.getMessage()), consequence);
            return Optional.empty();
        }
    }

    /** One byte more than there may be, if there are more. */
    private byte[] bytes() throws IOException {
        try (LogFile file = folder.openForReading(name)) {
            long size = Math.min(file.size(), maxBytes + 1L);
            ByteBuffer bytes = ByteBuffer.allocate((int) size);
            int length = file.readFully(bytes, 0);
            return length == size ? bytes.array() : Arrays.copyOf(bytes.array(), length);
        }
    }

    /** Gives it another name, and says so: {@code reason} and {@code consequence} end sentences. */
    public void setAside(String reason, String consequence) {
        try {
            LOG.log(
                    System.Logger.Level.ERROR,
                    "{0}/{1} cannot be used ({2}) and is set aside as {3}: {4}.",
                    folder,
                    name,
                    reason,
                    SetAside.of(folder, name, clock),
                    consequence);
        } catch (IOException e) {
            LOG.log(
                    System.Logger.Level.ERROR,
                    "{0}/{1} cannot be used ({2}), nor be set aside ({3}): {4}.",
                    folder,
                    name,
                    reason,
                    Reasons.of(e),
                    consequence);
        }
    }

    /**
     * Puts {@code content} in its place.
     *
     * @throws IOException if that cannot be; then it is as it was
     */
    public void replace(byte[] content, Survives what) throws IOException {
        write(content, what);
        rename(what);
    }

    /**
     * As {@link #replace}, and what was in its place is the {@link #spare} from now on: where an
     * older content is nearly as good as the newest, damage to one of them costs little.
     *
     * @throws IOException if that cannot be; then there is one of the two
     */
    public void replaceAndKeep(byte[] content, Survives what) throws IOException {
        write(content, what);
        if (exists()) {
            folder.rename(name, name + SPARE);
        }
        rename(what);
    }

    private void write(byte[] content, Survives what) throws IOException {
        folder.delete(temporary());
        try (LogFile file = folder.create(temporary())) {
            file.write(ByteBuffer.wrap(content), 0);
            if (what == Survives.POWER_LOSS) {
                file.sync();
            }
        }
    }

    private void rename(Survives what) throws IOException {
        folder.rename(temporary(), name);
        if (what == Survives.POWER_LOSS) {
            folder.sync();
        }
    }

    private String temporary() {
        return name + Folder.UNFINISHED;
    }

    @Override
    public String toString() {
        return folder + "/" + name;
    }
}
