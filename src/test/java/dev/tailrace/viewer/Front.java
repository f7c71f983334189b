package dev.tailrace.viewer;

import dev.tailrace.suite.Ports;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What stands in front of a gateway, as nginx does: it passes bytes on, answers 502 where no
 * gateway listens, and can be restarted, which cuts all connections off.
 */
final class Front implements AutoCloseable {
    private static final byte[] BAD_GATEWAY =
            """
            HTTP/1.1 502 Bad Gateway\r
            Content-Type: text/html\r
            Content-Length: 12\r
            Connection: close\r
            \r
            <h1>502</h1>\
            """
                    .getBytes(StandardCharsets.US_ASCII);

    private static final int MOST_OF_A_REQUEST = 16_384;

    private final int gateway;

    /** Kept while it is down, too: the page comes back to it. */
    private final int port = Ports.reserve();

    /** Complete while it passes on what clients say. */
    private volatile CompletableFuture<Void> open = CompletableFuture.completedFuture(null);

    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private ServerSocket server;

    Front(int gateway) {
        this.gateway = gateway;
        this.server = listen();
    }

    private ServerSocket listen() {
        try {
            ServerSocket listening = new ServerSocket();
            listening.setReuseAddress(true);
            listening.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            Thread.ofVirtual().start(() -> accept(listening));
            return listening;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String address(String hash) {
        return "http://127.0.0.1:" + port + "/" + hash;
    }

    /** Keeps what clients say from now on, as if the way were long, until {@link #letGo}. */
    void hold() {
        open = new CompletableFuture<>();
    }

    void letGo() {
        open.complete(null);
    }

    void restart() {
        close();
        server = listen();
    }

    private void accept(ServerSocket listening) {
        try {
            while (true) {
                Socket client = listening.accept();
                Thread.ofVirtual().start(() -> serve(client));
            }
        } catch (IOException e) {
            // Closed.
        }
    }

    private void serve(Socket client) {
        sockets.add(client);
        try (client) {
            Socket to = reach();
            if (to == null) {
                client.getInputStream().read(new byte[MOST_OF_A_REQUEST]);
                client.getOutputStream().write(BAD_GATEWAY);
                return;
            }
            sockets.add(to);
            try (to) {
                Thread.ofVirtual().start(() -> pass(to, client, false));
                pass(client, to, true);
            } finally {
                sockets.remove(to);
            }
        } catch (IOException e) {
            // One of them is gone.
        } finally {
            sockets.remove(client);
        }
    }

    private @Nullable Socket reach() {
        try {
            return new Socket(InetAddress.getLoopbackAddress(), gateway);
        } catch (IOException e) {
            return null;
        }
    }

    /** Until one of them is gone; then the other goes, too. */
    private void pass(Socket from, Socket to, boolean isOfClient) {
        byte[] piece = new byte[MOST_OF_A_REQUEST];
        try (from;
                to) {
            int read = from.getInputStream().read(piece);
            while (read >= 0) {
                if (isOfClient) {
                    open.join();
                }
                to.getOutputStream().write(piece, 0, read);
                read = from.getInputStream().read(piece);
            }
        } catch (IOException e) {
            // As above.
        }
    }

    @Override
    public void close() {
        letGo();
        try {
            server.close();
            for (Socket each : sockets) {
                each.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
