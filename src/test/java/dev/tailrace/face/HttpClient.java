package dev.tailrace.face;

import static dev.tailrace.Waiting.LIMIT;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.URL;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One HTTP/1.1 request on a socket of its own, whose response the test reads when and as far as it
 * likes. A read that takes too long fails. A user in the URL is named as a proxy does.
 */
final class HttpClient implements Closeable {
    private static final int TIMEOUT_MILLIS = (int) LIMIT.toMillis();

    /** Heartbeats would keep a response that never ends going for ever. */
    private static final long WHOLE_TIMEOUT_NANOS = LIMIT.toNanos();

    private final Socket socket;
    private final @Nullable String user;
    private final InputStream in;
    private final Map<String, String> headers = new TreeMap<>();
    private int status;
    private String head = "";
    private long begun = System.nanoTime();

    private HttpClient(URL to, int receiveBuffer) throws IOException {
        this("", to, receiveBuffer);
    }

    private HttpClient(String from, URL to, int receiveBuffer) throws IOException {
        user = to.getUserInfo();
        socket = new Socket();
        if (!from.isEmpty()) {
            socket.bind(new InetSocketAddress(from, 0));
        }
        if (receiveBuffer > 0) {
            socket.setReceiveBufferSize(receiveBuffer);
        }
        socket.setSoTimeout(TIMEOUT_MILLIS);
        socket.setTcpNoDelay(true); // a head and its body are two writes
        socket.connect(new InetSocketAddress(to.getHost(), to.getPort()));
        in = new BufferedInputStream(socket.getInputStream());
    }

    static HttpClient get(URL to, String path, String... headers) throws IOException {
        return get(to, 0, path, headers);
    }

    /** Has the kernel keep no more than about {@code receiveBuffer} bytes that are not read. */
    static HttpClient get(URL to, int receiveBuffer, String path, String... headers)
            throws IOException {
        HttpClient client = new HttpClient(to, receiveBuffer);
        client.request("GET", path, headers);
        return client;
    }

    /** Asks with any method, of which none has a body. */
    static HttpClient ask(URL to, String method, String path, String... headers)
            throws IOException {
        HttpClient client = connect(to);
        client.request(method, path, headers);
        return client;
    }

    /** Posts a body of ASCII. */
    static HttpClient post(URL to, String path, String body, String... headers) throws IOException {
        HttpClient client = connect(to);
        client.sendHead("POST", path, with(headers, "Content-Length: " + body.length()));
        client.send(body.getBytes(US_ASCII));
        client.readHead();
        return client;
    }

    /** The headers, and some more. */
    static String[] with(String[] headers, String... more) {
        return Stream.of(headers, more).flatMap(Stream::of).toArray(String[]::new);
    }

    /** A connection on which nothing has been asked yet. */
    static HttpClient connect(URL to) throws IOException {
        return new HttpClient(to, 0);
    }

    /** The same from another address of this machine, such as {@code 127.0.0.2}. */
    static HttpClient connectFrom(String from, URL to) throws IOException {
        return new HttpClient(from, to, 0);
    }

    /** Sends bytes as they are. */
    void send(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
    }

    /** Sends the head of a request; its body is for {@link #send}. */
    void sendHead(String method, String path, String... moreHeaders) throws IOException {
        StringBuilder request = new StringBuilder(method + " " + path + " HTTP/1.1\r\n");
        String[] own = user == null ? new String[0] : new String[] {"Remote-User: " + user};
        for (String header : with(with(own, "Host: localhost"), moreHeaders)) {
            request.append(header).append("\r\n");
        }
        send(request.append("\r\n").toString().getBytes(ISO_8859_1));
    }

    /** Sends a request and reads the head of its response. */
    void request(String method, String path, String... moreHeaders) throws IOException {
        sendHead(method, path, moreHeaders);
        readHead();
    }

    /** Reads the head of a response. */
    void readHead() throws IOException {
        headers.clear();
        begun = System.nanoTime();
        head = line();
        status = Integer.parseInt(head.split(" ", -1)[1]);
        for (String header = line(); !header.isEmpty(); header = line()) {
            head = head + "\n" + header;
            String[] parts = header.split(": *", 2);
            headers.put(parts[0].toLowerCase(Locale.ROOT), parts[1]);
        }
    }

    private String line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int b = read(); b != '\n'; b = read()) {
            line.write(b);
        }
        return line.toString(ISO_8859_1).strip();
    }

    private int read() throws IOException {
        int b = in.read();
        if (b < 0) {
            throw new EOFException("the connection was closed");
        }
        return b;
    }

    int status() {
        return status;
    }

    /** The status line and all headers. */
    String head() {
        return head;
    }

    String header(String name) {
        return Objects.requireNonNullElse(headers.get(name.toLowerCase(Locale.ROOT)), "");
    }

    /** The body without its chunks' frames: at its end only when the last chunk has come. */
    InputStream body() {
        return new InputStream() {
            private int left;
            private boolean over;

            @Override
            public int read() throws IOException {
                if (left == 0 && !over) {
                    if (System.nanoTime() - begun > WHOLE_TIMEOUT_NANOS) {
                        throw new IOException("the response goes on and on");
                    }
                    left = Integer.parseInt(line(), 16);
                    over = left == 0;
                    if (over) {
                        line();
                    }
                }
                if (over) {
                    return -1;
                }
                int b = HttpClient.this.read();
                if (--left == 0) {
                    line();
                }
                return b;
            }

            @Override
            public int read(byte[] bytes, int offset, int length) throws IOException {
                int first = length == 0 ? 0 : read();
                if (first < 0 || length == 0) {
                    return first;
                }
                bytes[offset] = (byte) first;
                int more = Math.min(length - 1, left - 1);
                int count = more <= 0 ? 0 : Math.max(0, in.read(bytes, offset + 1, more));
                left -= count;
                return count + 1;
            }
        };
    }

    /** The rest of the body, up to its end. */
    String text() throws IOException {
        String length = header("Content-Length");
        if (!length.isEmpty()) {
            return text(in, Integer.parseInt(length));
        }
        return new String(body().readAllBytes(), UTF_8);
    }

    /** The next {@code bytes} of the body. */
    static String text(InputStream body, int bytes) throws IOException {
        byte[] read = body.readNBytes(bytes);
        if (read.length < bytes) {
            throw new EOFException("only: " + new String(read, UTF_8));
        }
        return new String(read, UTF_8);
    }

    /** Waits for the end of what the gateway sends, and says whether that is all there is. */
    boolean isClosed() throws IOException {
        try {
            return in.read() < 0;
        } catch (SocketException e) {
            return true; // with bytes unread
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
