package dev.tailrace.log;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A folder on a disk that can fill up: it takes the bytes there is room for, as write(2) does, and
 * then fails. Names can still be made and removed, as on most full disks. Its writer can be killed
 * in the middle of a write, as write(2) may be between pages. Nothing is synced for real: no test
 * can take the power away.
 */
public final class FailingFolder implements Folder {
    /** The process is dead: nothing may catch it. */
    public static final class Killed extends Error {
        private static final long serialVersionUID = 1;
    }

    private final Folder folder;
    private long life = Long.MAX_VALUE;
    private long room = Long.MAX_VALUE;
    private boolean creating = true;
    private boolean syncing = true;
    private boolean readable = true;
    private boolean outOfFiles;
    private final Set<String> forbidden = ConcurrentHashMap.newKeySet();
    private Runnable beforeWrite = () -> {};
    private Runnable beforeOpening = () -> {};

    public FailingFolder(Folder folder) {
        this.folder = folder;
    }

    /** The disk has room for {@code bytes} more. */
    public void fillUpAfter(long bytes) {
        room = bytes;
    }

    /** The writer is killed when it has written {@code bytes} more. */
    public void dieAfter(long bytes) {
        life = bytes;
    }

    /** From now on no file can be created. */
    public void refuseNewFiles() {
        creating = false;
    }

    /** From now on fsync(2) fails. */
    public void refuseSync() {
        syncing = false;
    }

    /** From now on no file may be opened to be read. */
    public void refuseReading() {
        readable = false;
    }

    /** From now on {@code name} may not be opened, whoever asks: modes do not bind root. */
    public void forbid(String name) {
        forbidden.add(name);
    }

    /** From now on no file can be opened to be read: too many are. */
    public void runOutOfFiles() {
        outOfFiles = true;
    }

    /** From now on {@code what} is done before each write. */
    public void beforeWrite(Runnable what) {
        beforeWrite = what;
    }

    /** From now on {@code what} is done before a reader opens a file. */
    public void beforeOpening(Runnable what) {
        beforeOpening = what;
    }

    /** All is well again. */
    public void recover() {
        room = Long.MAX_VALUE;
        creating = true;
        syncing = true;
        readable = true;
        outOfFiles = false;
        forbidden.clear();
    }

    @Override
    public List<String> names() throws IOException {
        return folder.names();
    }

    @Override
    public boolean exists(String name) {
        return folder.exists(name);
    }

    @Override
    public LogFile create(String name) throws IOException {
        if (!creating) {
            throw new IOException("No space left on device");
        }
        return new FailingFile(folder.create(name));
    }

    @Override
    public LogFile open(String name) throws IOException {
        if (forbidden.contains(name)) {
            throw new AccessDeniedException(name);
        }
        return new FailingFile(folder.open(name));
    }

    @Override
    public LogFile openForReading(String name) throws IOException {
        beforeOpening.run();
        if (outOfFiles) {
            throw new FileSystemException(name, null, "Too many open files");
        }
        if (!readable || forbidden.contains(name)) {
            throw new AccessDeniedException(name);
        }
        return folder.openForReading(name);
    }

    @Override
    public void rename(String from, String to) throws IOException {
        folder.rename(from, to);
    }

    @Override
    public void delete(String name) throws IOException {
        folder.delete(name);
    }

    @Override
    public void sync() throws IOException {
        checkSync();
    }

    @Override
    public String toString() {
        return folder.toString();
    }

    private void checkSync() throws IOException {
        if (!syncing) {
            throw new IOException("Input/output error");
        }
    }

    private final class FailingFile implements LogFile {
        private final LogFile file;

        FailingFile(LogFile file) {
            this.file = file;
        }

        @Override
        public long size() throws IOException {
            return file.size();
        }

        @Override
        public void write(ByteBuffer source, long position) throws IOException {
            beforeWrite.run();
            if (life < source.remaining()) {
                file.write(source.slice(source.position(), (int) life), position);
                throw new Killed();
            }
            life -= life == Long.MAX_VALUE ? 0 : source.remaining();
            // What is overwritten in place has its room already.
            long there = Math.clamp(file.size() - position, 0, source.remaining());
            int taken = (int) Math.min(there + Math.min(room, 1 << 30), source.remaining());
            boolean all = taken == source.remaining();
            file.write(source.slice(source.position(), taken), position);
            source.position(source.position() + taken);
            room -= room == Long.MAX_VALUE ? 0 : Math.max(0, taken - there);
            if (!all) {
                throw new IOException("No space left on device");
            }
        }

        @Override
        public int read(ByteBuffer target, long position) throws IOException {
            return file.read(target, position);
        }

        @Override
        public void truncate(long size) throws IOException {
            file.truncate(size);
        }

        @Override
        public void sync() throws IOException {
            checkSync();
        }

        @Override
        public void close() throws IOException {
            file.close();
        }
    }
}
