package dev.tailrace.face;

import static dev.tailrace.Waiting.LIMIT;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URL;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One WebSocket on a socket of its own, whose frames the test reads when and as far as it likes. It
 * is strict: a frame that RFC 6455 does not allow is an error. It answers pings as it reads. A user
 * in the URL is named as a proxy does.
 */
final class WsClient implements Closeable {
    static final int TEXT = 1;
    static final int BINARY = 2;
    static final int CLOSE = 8;
    static final int PING = 9;
    static final int PONG = 10;

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int TIMEOUT_MILLIS = (int) LIMIT.toMillis();

    /** Pings and positions would keep a client that waits for lines going for ever. */
    private static final long LINES_TIMEOUT_NANOS = LIMIT.toNanos();

    private static final Map<String, String> HANDSHAKE =
            Map.of(
                    "Host", "localhost",
                    "Upgrade", "websocket",
                    "Connection", "Upgrade",
                    "Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ==",
                    "Sec-WebSocket-Version", "13");

    /** A frame from the gateway. */
    @SuppressWarnings("ArrayRecordComponent") // the bytes are what a frame is; none is compared
    record Frame(int opcode, byte[] payload) {
        String text() {
            return new String(payload, UTF_8);
        }

        int closeCode() {
            return ((payload[0] & 0xff) << 8) | (payload[1] & 0xff);
        }

        String closeReason() {
            return new String(payload, 2, payload.length - 2, UTF_8);
        }
    }

    private final Socket socket = new Socket();
    private final DataInputStream in;
    private final @Nullable String user;
    private final Map<String, String> headers = new TreeMap<>();
    private String status = "";
    int pings;
    boolean deaf;

    private WsClient(URL to, int buffer) throws IOException {
        user = to.getUserInfo();
        if (buffer > 0) {
            socket.setReceiveBufferSize(buffer);
            socket.setSendBufferSize(buffer);
        }
        socket.setSoTimeout(TIMEOUT_MILLIS);
        socket.setTcpNoDelay(true);
        socket.connect(new InetSocketAddress(to.getHost(), to.getPort()));
        in = new DataInputStream(new BufferedInputStream(socket.getInputStream(), 1 << 16));
    }

    /** Asks on this connection, on which earlier handshakes may have been refused. */
    void handshake(String... otherHeaders) throws IOException {
        Map<String, String> request = new TreeMap<>(HANDSHAKE);
        if (user != null) {
            request.put("Remote-User", user);
        }
        for (String header : otherHeaders) {
            String[] parts = header.split(": *", 2);
            request.put(parts[0], parts[1]);
        }
        StringBuilder head = new StringBuilder("GET /ws HTTP/1.1\r\n");
        request.forEach(
                (name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
        socket.getOutputStream().write(head.append("\r\n").toString().getBytes(ISO_8859_1));
        headers.clear();
        status = line();
        for (String header = line(); !header.isEmpty(); header = line()) {
            String[] parts = header.split(": *", 2);
            headers.put(parts[0].toLowerCase(Locale.ROOT), parts[1]);
        }
    }

    /** A handshake, however it is answered. */
    static WsClient ask(URL to, String... otherHeaders) throws IOException {
        WsClient client = new WsClient(to, 0);
        client.handshake(otherHeaders);
        return client;
    }

    static WsClient open(URL to) throws IOException {
        return open(to, 0);
    }

    /**
     * Has the kernel keep no more than about {@code buffer} bytes that are not read, or not sent.
     */
    static WsClient open(URL to, int buffer, String... headers) throws IOException {
        WsClient client = new WsClient(to, buffer);
        client.handshake(HttpClient.with(headers, "Sec-WebSocket-Protocol: tailrace.v1"));
        if (client.status() != 101
                || !client.header("Sec-WebSocket-Protocol").equals("tailrace.v1")) {
            throw new IOException("not opened: " + client.status);
        }
        return client;
    }

    private String line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int b = in.read(); b != '\n'; b = in.read()) {
            if (b < 0) {
                throw new IOException("closed in the handshake: " + line);
            }
            line.write(b);
        }
        return line.toString(ISO_8859_1).strip();
    }

    int status() {
        return Integer.parseInt(status.split(" ", -1)[1]);
    }

    String header(String name) {
        return headers.getOrDefault(name.toLowerCase(Locale.ROOT), "");
    }

    /** The body of a handshake that was refused. */
    JsonNode problem() throws IOException {
        return JSON.readTree(in.readNBytes(Integer.parseInt(header("Content-Length"))));
    }

    /** Sends a message; quotes in it may be single ones. */
    void send(String message) throws IOException {
        frame(0x80 | TEXT, message.replace('\'', '"').getBytes(UTF_8));
    }

    /** Sends a frame with a first byte as it is given. */
    void frame(int firstByte, byte[] payload) throws IOException {
        ByteArrayOutputStream frame = new ByteArrayOutputStream();
        frame.write(firstByte);
        if (payload.length < 126) {
            frame.write(0x80 | payload.length);
        } else if (payload.length < 1 << 16) {
            frame.write(0x80 | 126);
            frame.write(payload.length >> 8);
            frame.write(payload.length);
        } else {
            frame.write(0x80 | 127);
            for (int shift = 56; shift >= 0; shift -= 8) {
                frame.write((int) ((long) payload.length >> shift));
            }
        }
        byte[] mask = {1, 2, 3, 4};
        frame.writeBytes(mask);
        for (int i = 0; i < payload.length; i++) {
            frame.write(payload[i] ^ mask[i % 4]);
        }
        socket.getOutputStream().write(frame.toByteArray());
    }

    /** The next frame, whatever it is. */
    Frame frame() throws IOException {
        int first = in.readUnsignedByte();
        int second = in.readUnsignedByte();
        if ((first & 0x70) != 0 || (second & 0x80) != 0) {
            throw new IOException("a frame from a server: " + first + " " + second);
        }
        long length = second;
        if (second == 126) {
            length = in.readUnsignedShort();
        } else if (second == 127) {
            length = in.readLong();
        }
        if ((first & 0x80) == 0 || (length < 126 && second > 125) || length > 1 << 24) {
            throw new IOException("a frame from a server: " + first + " " + second + " " + length);
        }
        byte[] payload = in.readNBytes((int) length);
        if (payload.length < length) {
            throw new IOException("a frame is not whole at the end");
        }
        return new Frame(first & 0xf, payload);
    }

    /** The next message; pings before it are answered. */
    JsonNode next() throws IOException {
        for (Frame frame = frame(); ; frame = frame()) {
            if (frame.opcode() == PING) {
                pings++;
                if (!deaf) {
                    frame(0x80 | PONG, frame.payload());
                }
            } else if (frame.opcode() == TEXT) {
                return JSON.readTree(frame.payload());
            } else {
                throw new IOException(
                        frame.opcode() == CLOSE
                                ? "closed: " + frame.closeCode() + " " + frame.closeReason()
                                : "opcode " + frame.opcode());
            }
        }
    }

    /** The next message, which must have this op; one that has only a position may be before it. */
    JsonNode next(String op) throws IOException {
        JsonNode message = next();
        while (message.path("lines").isArray() && message.get("lines").isEmpty()) {
            message = next();
        }
        if (!message.path("op").asText().equals(op)) {
            throw new IOException("not " + op + ": " + message);
        }
        return message;
    }

    /** The next {@code count} lines, whatever comes between them. */
    List<JsonNode> lines(int count) throws IOException {
        List<JsonNode> lines = new ArrayList<>();
        long end = System.nanoTime() + LINES_TIMEOUT_NANOS;
        while (lines.size() < count) {
            if (System.nanoTime() > end) {
                throw new IOException("only " + lines.size() + " lines of " + count);
            }
            JsonNode message = next();
            if (message.path("op").asText().equals("lines")) {
                message.get("lines").forEach(lines::add);
            }
        }
        return lines;
    }

    /** All messages up to the close frame, which is answered. */
    Frame untilClosed(List<JsonNode> messages) throws IOException {
        for (Frame frame = frame(); ; frame = frame()) {
            if (frame.opcode() == CLOSE) {
                frame(0x80 | CLOSE, frame.payload());
                return frame;
            }
            if (frame.opcode() == TEXT) {
                messages.add(JSON.readTree(frame.payload()));
            }
        }
    }

    /** Whether nothing comes for so long; a ping is answered. */
    boolean isSilentFor(int millis) throws IOException {
        long end = System.nanoTime() + millis * 1_000_000L;
        try {
            for (long left = millis; left > 0; left = (end - System.nanoTime()) / 1_000_000) {
                in.mark(1);
                socket.setSoTimeout((int) Math.max(1, left));
                int first = in.read();
                in.reset();
                socket.setSoTimeout(TIMEOUT_MILLIS);
                if (first != (0x80 | PING)) {
                    return false;
                }
                pings++;
                frame(0x80 | PONG, frame().payload());
            }
            return true;
        } catch (SocketTimeoutException _) {
            return true;
        } finally {
            socket.setSoTimeout(TIMEOUT_MILLIS);
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
