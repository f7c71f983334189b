package dev.tailrace.cli;

import dev.tailrace.model.OsText;
import dev.tailrace.model.OwnerOnly;
import dev.tailrace.model.Reasons;
import java.io.Closeable;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.StandardSocketOptions;
import java.nio.channels.FileChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * The port of a gateway that was told none and may have any: 8080 for the first, and what the
 * system has for those beside it. From the moment that it is chosen until this is closed nobody
 * else can take it: a socket is bound to it that does not listen, and that lets in only sockets of
 * this user which want that, too ({@code SO_REUSEPORT} of socket(7)), as the server's does. Of two
 * gateways that ask at once the one gets it that can lock a file. One thread.
 */
final class DefaultPort implements Closeable {
    private static final System.Logger LOG = System.getLogger(DefaultPort.class.getName());

    private static final int DEFAULT = 8080;

    /** The system chooses one. */
    private static final int ANY = 0;

    private final int number;
    private final @Nullable FileChannel lock;
    private final @Nullable SocketChannel held;

    private DefaultPort(int number, @Nullable FileChannel lock, @Nullable SocketChannel held) {
        this.number = number;
        this.lock = lock;
        this.held = held;
    }

    /** The one on {@code host}; the file is in {@code folder}, which is made if it is missing. */
    static DefaultPort on(String host, Path folder) {
        return on(host, DEFAULT, folder);
    }

    /** As for a default of {@code port}. */
    static DefaultPort on(String host, int port, Path folder) {
        FileChannel lock = null;
        try {
            OwnerOnly.makeFolders(folder);
            lock =
                    OwnerOnly.open(
                            folder.resolve("port-" + port),
                            StandardOpenOption.CREATE,
                            StandardOpenOption.WRITE);
            if (lock.tryLock() == null) {
                return new DefaultPort(ANY, lock, null);
            }
        } catch (IOException e) {
            LOG.log(
                    System.Logger.Level.DEBUG,
                    "Without {0} two that start at once may want one port: {1}",
                    OsText.shown(folder),
                    Reasons.of(e));
        }
        try {
            return new DefaultPort(port, lock, hold(new InetSocketAddress(host, port)));
        } catch (BindException e) {
            return new DefaultPort(ANY, lock, null);
        } catch (IOException | RuntimeException e) {
            LOG.log(System.Logger.Level.DEBUG, "The start will say what is wrong with it", e);
            return new DefaultPort(port, lock, null);
        }
    }

    private static SocketChannel hold(InetSocketAddress address) throws IOException {
        try (ServerSocket alone = new ServerSocket()) {
            // Fails beside any other socket, which the one that is held does not.
            alone.bind(address);
        }
        SocketChannel held = SocketChannel.open();
        try {
            return held.setOption(StandardSocketOptions.SO_REUSEPORT, true).bind(address);
        } catch (IOException | RuntimeException e) {
            held.close();
            throw e;
        }
    }

    /** 0 for one that the system chooses. */
    int number() {
        return number;
    }

    /** Whether the server's socket has to want {@code SO_REUSEPORT}. */
    boolean isHeld() {
        return held != null;
    }

    @Override
    public void close() throws IOException {
        try (lock;
                held) {
            // Both go, whatever becomes of the other.
        }
    }
}
