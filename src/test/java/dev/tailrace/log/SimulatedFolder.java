package dev.tailrace.log;

import dev.tailrace.log.SimulatedDisk.Operation;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.NonWritableChannelException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A folder of the {@link SimulatedDisk} as one process sees it: its death closes it. Any thread.
 */
final class SimulatedFolder implements Folder {
    private final SimulatedDisk disk;
    private final SimulatedNames names;
    private final String path;
    private final int process;

    SimulatedFolder(SimulatedDisk disk, SimulatedNames names, String path, int process) {
        this.disk = disk;
        this.names = names;
        this.path = path;
        this.process = process;
    }

    @Override
    public List<String> names() throws IOException {
        synchronized (disk) {
            disk.enter(process, Operation.LIST, path);
            return disk.shuffled(names.all());
        }
    }

    @Override
    public boolean exists(String name) {
        synchronized (disk) {
            disk.enterUnfailing(process);
            return names.get(name) != null;
        }
    }

    @Override
    public LogFile create(String name) throws IOException {
        synchronized (disk) {
            disk.enter(process, Operation.CREATE, name);
            if (names.get(name) != null) {
                throw new FileAlreadyExistsException(name);
            }
            SimulatedFile file = new SimulatedFile();
            file.hold();
            names.create(name, file);
            return new Handle(file, name, true);
        }
    }

    @Override
    public LogFile open(String name) throws IOException {
        return open(name, true);
    }

    @Override
    public LogFile openForReading(String name) throws IOException {
        return open(name, false);
    }

    private LogFile open(String name, boolean writable) throws IOException {
        synchronized (disk) {
            disk.enter(process, Operation.OPEN, name);
            return new Handle(existing(name), name, writable);
        }
    }

    private SimulatedFile existing(String name) throws NoSuchFileException {
        SimulatedFile file = names.get(name);
        if (file == null) {
            throw new NoSuchFileException(path + "/" + name);
        }
        return file;
    }

    @Override
    public void rename(String from, String to) throws IOException {
        synchronized (disk) {
            disk.enter(process, Operation.RENAME, from);
            SimulatedFile file = existing(from);
            release(from.equals(to) ? null : names.get(to));
            names.rename(from, to, file);
        }
    }

    @Override
    public void delete(String name) throws IOException {
        synchronized (disk) {
            disk.enter(process, Operation.DELETE, name);
            SimulatedFile file = names.get(name);
            if (file != null) {
                names.delete(name, file);
                release(file);
            }
        }
    }

    @Override
    public void sync() throws IOException {
        synchronized (disk) {
            disk.enter(process, Operation.SYNC_FOLDER, path);
            names.sync();
        }
    }

    private void release(@Nullable SimulatedFile file) {
        if (file != null && file.release()) {
            disk.freed(file.size());
        }
    }

    @Override
    public String toString() {
        return path;
    }

    private final class Handle implements LogFile {
        private final SimulatedFile file;
        private final String name;
        private final boolean writable;
        private boolean open = true;

        Handle(SimulatedFile file, String name, boolean writable) {
            this.file = file;
            this.name = name;
            this.writable = writable;
            file.hold();
            disk.opened();
        }

        private void enter(Operation operation) throws IOException {
            checkOpen();
            disk.enter(process, operation, name);
        }

        private void checkOpen() throws ClosedChannelException {
            if (!open) {
                throw new ClosedChannelException();
            }
        }

        private void checkWritable() {
            if (!writable) {
                throw new NonWritableChannelException();
            }
        }

        @Override
        public long size() throws IOException {
            synchronized (disk) {
                checkOpen();
                disk.enterUnfailing(process);
                return file.size();
            }
        }

        @Override
        public void write(ByteBuffer source, long position) throws IOException {
            synchronized (disk) {
                checkOpen();
                checkWritable();
                int length = source.remaining();
                SimulatedDisk.Write taken = disk.enterWrite(process, name, file, position, length);
                if (taken.length() > 0) {
                    file.write(source, position, taken.length());
                }
                taken.end();
            }
        }

        @Override
        public int read(ByteBuffer target, long position) throws IOException {
            synchronized (disk) {
                enter(Operation.READ);
                if (position >= file.size()) {
                    return -1;
                }
                int most = (int) Math.min(target.remaining(), file.size() - position);
                return file.read(target, position, disk.shortened(most));
            }
        }

        @Override
        public void truncate(long size) throws IOException {
            synchronized (disk) {
                checkWritable();
                enter(Operation.TRUNCATE);
                disk.freed(Math.max(0, file.size() - size));
                file.truncate(size);
            }
        }

        @Override
        public void sync() throws IOException {
            synchronized (disk) {
                try {
                    enter(Operation.SYNC);
                } catch (IOException e) {
                    file.failToSync();
                    throw e;
                }
                file.sync();
            }
        }

        /** Closing is what a dying process does by itself, so it is neither counted nor refused. */
        @Override
        public void close() {
            synchronized (disk) {
                if (open && disk.isCurrent(process)) {
                    disk.closed();
                    release(file);
                }
                open = false;
            }
        }
    }
}
