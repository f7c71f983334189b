package dev.tailrace.hub.resume;

import dev.tailrace.log.Folder;
import dev.tailrace.log.LogFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;

/** A folder whose writer is killed in the middle of a write, as write(2) may be between pages. */
public final class DyingFolder implements Folder {
    /** The process is dead: nothing may catch it. */
    static final class Killed extends Error {
        private static final long serialVersionUID = 1;
    }

    private final Folder folder;
    private long life = Long.MAX_VALUE;

    public DyingFolder(Folder folder) {
        this.folder = folder;
    }

    /** It is killed when it has written {@code bytes} more. */
    public void dieAfter(long bytes) {
        life = bytes;
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
        return new DyingFile(folder.create(name));
    }

    @Override
    public LogFile open(String name) throws IOException {
        return new DyingFile(folder.open(name));
    }

    @Override
    public LogFile openForReading(String name) throws IOException {
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
    public void sync() {}

    @Override
    public String toString() {
        return folder.toString();
    }

    private final class DyingFile implements LogFile {
        private final LogFile file;

        DyingFile(LogFile file) {
            this.file = file;
        }

        @Override
        public long size() throws IOException {
            return file.size();
        }

        @Override
        public void write(ByteBuffer source, long position) throws IOException {
            if (life < source.remaining()) {
                file.write(source.slice(source.position(), (int) life), position);
                throw new Killed();
            }
            life -= life == Long.MAX_VALUE ? 0 : source.remaining();
            file.write(source, position);
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
        public void sync() {}

        @Override
        public void close() throws IOException {
            file.close();
        }
    }
}
