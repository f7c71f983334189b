package dev.tailrace.cli;

import dev.tailrace.model.OsText;
import java.io.Closeable;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * The port of a gateway that was told none and may have any: 8080 for the first, and what the
 * system has for those beside it. Of two that ask at once only one gets it: the one that can lock a
 * file, and has it locked until it closes this. One thread.
 */
final class DefaultPort implements Closeable {
    private static final System.Logger LOG = System.getLogger(DefaultPort.class.getName());

    private static final int DEFAULT = 8080;

    /** The system chooses one. */
    private static final int ANY = 0;

    private final @Nullable FileChannel lock;
    private final int port;

    private DefaultPort(@Nullable FileChannel lock, int port) {
        this.lock = lock;
        this.port = port;
    }

    /** The one on {@code host}; the file is in {@code folder}, which is made if it is missing. */
    static DefaultPort on(String host, Path folder) {
        try {
            RunningFile.makeFolder(folder);
            FileChannel lock =
                    RunningFile.open(folder.resolve("port-" + DEFAULT), StandardOpenOption.CREATE);
            return new DefaultPort(lock, lock.tryLock() != null && isFree(host) ? DEFAULT : ANY);
        } catch (IOException e) {
            LOG.log(
                    System.Logger.Level.DEBUG,
                    "Without {0} two that start at once may want one port: {1}",
                    OsText.shown(folder),
                    e.toString());
            return new DefaultPort(null, isFree(host) ? DEFAULT : ANY);
        }
    }

    private static boolean isFree(String host) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(host, DEFAULT));
            return true;
        } catch (BindException e) {
            return false;
        } catch (IOException e) {
            LOG.log(System.Logger.Level.DEBUG, "The start will say what is wrong with it", e);
            return true;
        }
    }

    /** 0 for one that the system chooses. */
    int number() {
        return port;
    }

    @Override
    public void close() throws IOException {
        if (lock != null) {
            lock.close();
        }
    }
}
