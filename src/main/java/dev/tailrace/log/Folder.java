package dev.tailrace.log;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.List;

/**
 * The folder of one stream, and all that the log asks of a file system: few enough calls that a
 * test can stand in for each and let it fail. Any thread.
 */
public interface Folder {
    /** What a file's name ends with until the file is whole, and takes the place of another. */
    String UNFINISHED = ".new";

    /** The names of all that is in it, in no order. */
    List<String> names() throws IOException;

    boolean exists(String name);

    /**
     * Whether a file could not be opened since there is none of its name, or none that may be read:
     * that is not over by itself, as a lack of file descriptors is.
     */
    static boolean isNoFile(FileSystemException failure) {
        return failure instanceof NoSuchFileException
                || failure instanceof NotAFileException
                || failure instanceof AccessDeniedException;
    }

    /** Creates {@code name} for appending and reading; fails if it exists. */
    LogFile create(String name) throws IOException;

    /**
     * Opens {@code name}, which exists, for appending and reading.
     *
     * @throws NotAFileException if it is a folder, a FIFO, a link or the like
     */
    LogFile open(String name) throws IOException;

    /** As {@link #open}, for reading only. */
    LogFile openForReading(String name) throws IOException;

    /** Replaces the file {@code to}, if there is one, by the file {@code from}, in one step. */
    void rename(String from, String to) throws IOException;

    /** Removes {@code name} if it is there; a reader that has it open can read on. */
    void delete(String name) throws IOException;

    /** Makes created, renamed and deleted names survive a power loss: fsync(2) of the folder. */
    void sync() throws IOException;

    /**
     * Whether somebody has removed the folder under the log, and perhaps made another in its place;
     * no name is created, changed or deleted then.
     */
    default boolean isGone() {
        return false;
    }

    @Override
    String toString();
}
