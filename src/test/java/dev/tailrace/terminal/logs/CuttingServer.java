package dev.tailrace.terminal.logs;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Serves one log as a gateway does, and cuts each connection off after one byte more of its answer
 * than the one before. One thread answers, one connection after the other.
 */
final class CuttingServer implements AutoCloseable {
    private static final Pattern FROM = Pattern.compile("[?&]from=k3v9x2ab-(\\d+)");

    private final ServerSocket socket;
    private final Thread thread;
    private final Function<Integer, String> body;
    private final List<String> requests = new ArrayList<>();
    private final int step;
    private int bytes;

    /**
     * @param body of the answer to a client that wants the records from a number on
     * @param first after how many bytes the first connection is cut
     * @param step how many bytes more each one after it gets
     */
    CuttingServer(Function<Integer, String> body, int first, int step) throws IOException {
        this.body = body;
        this.bytes = first;
        this.step = step;
        this.socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        this.thread = Thread.ofPlatform().start(this::serve);
    }

    String address() {
        return "http://127.0.0.1:" + socket.getLocalPort();
    }

    /** The targets that have been asked for. */
    synchronized List<String> requests() {
        return List.copyOf(requests);
    }

    private void serve() {
        while (!socket.isClosed()) {
            try (Socket client = socket.accept()) {
                answer(client);
            } catch (IOException e) {
                // The test is over, or the client has gone: it knows what it has got.
                System.getLogger("test").log(System.Logger.Level.DEBUG, "Gone", e);
            }
        }
    }

    private void answer(Socket client) throws IOException {
        BufferedReader in =
                new BufferedReader(new InputStreamReader(client.getInputStream(), UTF_8));
        String target = in.readLine().split(" ", 3)[1];
        while (!in.readLine().isEmpty()) {
            // the headers
        }
        synchronized (this) {
            requests.add(target);
        }
        Matcher from = FROM.matcher(target);
        String text = body.apply(from.find() ? Integer.parseInt(from.group(1)) + 1 : 0);
        byte[] content = text.getBytes(UTF_8);
        byte[] whole =
                ("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n"
                                + "Transfer-Encoding: chunked\r\n\r\n"
                                + Integer.toHexString(content.length)
                                + "\r\n"
                                + text
                                + "\r\n0\r\n\r\n")
                        .getBytes(UTF_8);
        OutputStream out = client.getOutputStream();
        out.write(whole, 0, Math.min(whole.length, bytes));
        out.flush();
        bytes += step;
    }

    @Override
    public void close() throws IOException {
        socket.close();
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
