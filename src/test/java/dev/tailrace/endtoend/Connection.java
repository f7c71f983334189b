package dev.tailrace.endtoend;

import static dev.tailrace.Waiting.LIMIT;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * One HTTP request over a socket of its own (RFC 9112), so that it can be cut anywhere. Its body
 * ends cleanly or not: {@code -1} stands for the last chunk, an {@link EOFException} for a cut.
 */
final class Connection implements Closeable {
    private static final int TIMEOUT_MILLIS = (int) LIMIT.toMillis();

    private final Socket socket;
    private final InputStream in;
    private final int status;
    private final Map<String, String> headers = new HashMap<>();
    private final InputStream body;

    private Connection(Socket socket, InputStream in) throws IOException {
        this.socket = socket;
        this.in = in;
        this.status = Integer.parseInt(line(in).split(" ", 3)[1]);
        for (String line = line(in); !line.isEmpty(); line = line(in)) {
            int colon = line.indexOf(':');
            headers.put(
                    line.substring(0, colon).toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip());
        }
        this.body = openBody();
    }

    static Connection open(int port, String path, String... headers) throws IOException {
        return openFor(Long.MAX_VALUE, port, path, headers);
    }

    /** One that is cut when {@code bytes} bytes have come, the response's head included. */
    static Connection openFor(long bytes, int port, String path, String... headers)
            throws IOException {
        Socket socket = new Socket();
        try {
            socket.setSoTimeout(TIMEOUT_MILLIS);
            socket.connect(
                    new InetSocketAddress(InetAddress.getLoopbackAddress(), port), TIMEOUT_MILLIS);
            StringBuilder request = new StringBuilder("GET " + path + " HTTP/1.1\r\n");
            request.append("Host: localhost\r\nConnection: close\r\n");
            for (String header : headers) {
                request.append(header).append("\r\n");
            }
            byte[] head = request.append("\r\n").toString().getBytes(StandardCharsets.US_ASCII);
            socket.getOutputStream().write(head);
            InputStream in = socket.getInputStream();
            return new Connection(socket, new BufferedInputStream(new Cut(in, bytes)));
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    int status() {
        return status;
    }

    /** The header's value, or nothing if there is none. */
    String header(String name) {
        return headers.getOrDefault(name.toLowerCase(Locale.ROOT), "");
    }

    InputStream body() {
        return body;
    }

    private InputStream openBody() throws IOException {
        if ("chunked".equals(headers.get("transfer-encoding"))) {
            return new Chunks(in);
        }
        int length = Integer.parseInt(headers.getOrDefault("content-length", "0"));
        byte[] body = in.readNBytes(length);
        if (body.length < length) {
            throw new EOFException("cut off");
        }
        return new ByteArrayInputStream(body);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    private static String line(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int c = byteOf(in); c != '\n'; c = byteOf(in)) {
            line.write(c);
        }
        return line.toString(StandardCharsets.ISO_8859_1).stripTrailing();
    }

    private static int byteOf(InputStream in) throws IOException {
        int c = in.read();
        if (c < 0) {
            throw new EOFException("cut off");
        }
        return c;
    }

    /** Ends after some bytes, as if the network had. */
    private static final class Cut extends InputStream {
        private final InputStream in;
        private long left;

        Cut(InputStream in, long left) {
            this.in = in;
            this.left = left;
        }

        @Override
        public int read() throws IOException {
            return left-- > 0 ? in.read() : -1;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            int count = left <= 0 ? -1 : in.read(buffer, offset, (int) Math.min(length, left));
            left -= Math.max(0, count);
            return count;
        }
    }

    /** A body in chunks. */
    private static final class Chunks extends InputStream {
        private final InputStream in;
        private final byte[] one = new byte[1];
        private int left;
        private boolean ended;

        Chunks(InputStream in) {
            this.in = in;
        }

        @Override
        public int read() throws IOException {
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            if (length == 0) {
                return 0;
            }
            if (!ended && left == 0) {
                left = Integer.parseInt(line(in), 16);
                if (left == 0) {
                    ended = true;
                    line(in);
                }
            }
            if (ended) {
                return -1;
            }
            int count = in.read(buffer, offset, Math.min(length, left));
            if (count < 0) {
                throw new EOFException("cut off within a chunk");
            }
            left -= count;
            if (left == 0) {
                line(in);
            }
            return count;
        }
    }
}
