package dev.tailrace.face;

import static dev.tailrace.Waiting.LIMIT;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.util.Arrays;
import java.util.logging.Level;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Frames of HTTP/2 that cost their sender less than the gateway end their connection. */
@QuarkusTest
@TestProfile(FaceProfile.class)
class Http2FloodTest extends FaceTest {
    private static final String PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";

    /** RFC 9113, 6. */
    private static final int HEADERS = 1;

    private static final int RST_STREAM = 3;
    private static final int SETTINGS = 4;
    private static final int PING = 6;
    private static final int CONTINUATION = 9;
    private static final int END_STREAM = 1;
    private static final int END_HEADERS = 4;

    /** GET / of http://localhost, by the static table of RFC 7541. */
    private static final byte[] REQUEST =
            "\u0082\u0086\u0084\u0041\u0009localhost".getBytes(ISO_8859_1);

    /** More requests than may be taken back: rst-flood-max-rst-frame-per-window is 2000. */
    private static final int MANY = 2_500;

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    private void frame(int type, int flags, int stream, byte... payload) {
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeByte(payload.length >>> 16);
            out.writeShort(payload.length);
            out.writeByte(type);
            out.writeByte(flags);
            out.writeInt(stream);
            out.write(payload);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void begin() throws IOException {
        bytes.write(PREFACE.getBytes(US_ASCII));
        frame(SETTINGS, 0, 0);
    }

    /** The gateway closes the connection by itself, and serves others. */
    private void assertThatItIsClosed() throws IOException {
        try (Socket socket = new Socket()) {
            socket.setSoTimeout((int) LIMIT.toMillis());
            socket.connect(new InetSocketAddress(url().getHost(), url().getPort()));
            try {
                socket.getOutputStream().write(bytes.toByteArray());
                InputStream in = socket.getInputStream();
                while (in.read() >= 0) {
                    in.skipNBytes(in.available());
                }
            } catch (SocketException e) {
                // Closed with frames unread.
            }
        }
        try (HttpClient other = HttpClient.get(url(), "/q/health/live")) {
            assertThat(other.status()).isEqualTo(200);
        }
    }

    /** CVE-2023-44487. */
    @Test
    void requestsThatAreTakenBackAtOnce() throws IOException {
        begin();
        for (int i = 0; i < MANY; i++) {
            int stream = 2 * i + 1;
            frame(HEADERS, END_STREAM | END_HEADERS, stream, REQUEST);
            frame(RST_STREAM, 0, stream, (byte) 0, (byte) 0, (byte) 0, (byte) 8);
        }
        assertThatItIsClosed();
    }

    /** What fails as nobody is there for the answer is no news, or anybody could fill the log. */
    @Test
    void answersThatNobodyWaitsForAreNoNews() throws IOException {
        begin();
        frame(HEADERS, END_STREAM | END_HEADERS, 1, REQUEST);
        try (Said said = new Said(Level.FINE)) {
            // Not each of them is gone before its answer fails.
            await().until(() -> {
                try (Socket socket = new Socket(url().getHost(), url().getPort())) {
                    socket.getOutputStream().write(bytes.toByteArray());
                }
                return said.lines().stream().anyMatch(each -> each.contains("GET / has"));
            });
            assertThat(said.lines())
                    .filteredOn(each -> each.contains("GET / has failed"))
                    .noneMatch(each -> each.contains(" ERROR "));
        }
    }

    /** CVE-2026-33871, and what went before it. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 1000})
    void headsThatDoNotEnd(int size) throws IOException {
        begin();
        frame(HEADERS, END_STREAM, 1, REQUEST);
        byte[] part = new byte[size];
        Arrays.fill(part, (byte) 0x84); // one more :path, or nothing
        for (int i = 0; i < MANY; i++) {
            frame(CONTINUATION, 0, 1, part);
        }
        assertThatItIsClosed();
    }

    /** CVE-2019-9512 and CVE-2019-9515: the answers wait for a client that does not read. */
    @ParameterizedTest
    @ValueSource(ints = {PING, SETTINGS})
    void questionsWhoseAnswersAreNotRead(int type) throws IOException {
        begin();
        for (int i = 0; i < 20 * MANY; i++) {
            frame(type, 0, 0, new byte[type == PING ? 8 : 0]);
        }
        Thread writer;
        try (Socket socket = new Socket()) {
            socket.setReceiveBufferSize(4096);
            socket.connect(new InetSocketAddress(url().getHost(), url().getPort()));
            writer = Thread.ofVirtual().start(() -> send(socket));
            try (HttpClient other = HttpClient.get(url(), "/q/health/live")) {
                assertThat(other.status()).isEqualTo(200);
            }
        }
        await().until(() -> !writer.isAlive());
    }

    private void send(Socket to) {
        try {
            to.getOutputStream().write(bytes.toByteArray());
        } catch (IOException e) {
            // Closed, or not taken in any more.
        }
    }
}
