package dev.tailrace.terminal.logs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tailrace.source.process.Environment;
import dev.tailrace.terminal.gateway.GatewayClient;
import dev.tailrace.terminal.gateway.GatewayFailure;
import dev.tailrace.terminal.gateway.GatewayOptions;
import dev.tailrace.terminal.print.Notice;
import dev.tailrace.terminal.print.Notices;
import dev.tailrace.terminal.print.Printer;
import dev.tailrace.terminal.print.RawPrinter;
import dev.tailrace.terminal.print.Written;
import dev.tailrace.terminal.wire.LogRecord;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogReadingTest {
    private static final int RECORDS = 12;

    /** The head of an answer is cut now and then, not at each of its bytes. */
    private static final int LONGEST_HEAD = 90;

    @TempDir Path folder;
    private final Written written = new Written();
    private final List<Notice> notices = new ArrayList<>();
    private Progress progress =
            new Progress(written.output(), Optional.empty(), new Place.Beginning());

    private final Printer printer =
            new Printer() {
                private final RawPrinter raw =
                        new RawPrinter(
                                written.output(),
                                new Notices(
                                        new PrintStream(OutputStream.nullOutputStream()),
                                        false,
                                        true));

                @Override
                public void line(LogRecord record) {
                    raw.line(record);
                }

                @Override
                public void tell(Notice notice) {
                    notices.add(notice);
                }
            };

    private static LogRequest request(boolean follow) {
        return new LogRequest(
                new StreamSet(List.of("web"), null),
                follow,
                OptionalLong.empty(),
                Optional.empty(),
                Optional.empty(),
                OptionalLong.empty(),
                OptionalLong.empty(),
                false,
                new LogRequest.Filters(Optional.empty(), false, Optional.empty(), Optional.empty()),
                false);
    }

    private String read(String server, Patience patience, boolean waits)
            throws InterruptedException {
        GatewayClient client = new GatewayOptions().connect(server, new Environment(List.of()));
        LogReader reader = new LogReader(printer, request(true), false);
        return new LogReading(
                        client,
                        reader,
                        progress,
                        () -> new EventSession(reader, progress),
                        patience,
                        new StopSignal(),
                        waits)
                .read();
    }

    /** Never pauses. */
    private static Patience patience(Optional<Duration> givenUp) {
        return new Patience(
                givenUp, RandomGenerator.getDefault(), Duration.ofMillis(1), Duration.ofMillis(1));
    }

    private static String line(int seq) {
        return "line " + seq + " é \\u0000 \\\"quoted\\\"" + "x".repeat(seq * 7 % 31);
    }

    /** Two records an event, each event with its place. */
    private static String events(int from) {
        StringBuilder body = new StringBuilder(": tailrace\nretry: 1000\n\nevent: hello\n");
        if (from > 0) {
            body.append("id: k3v9x2ab-").append(from - 1).append('\n');
        }
        body.append("data: {\"epoch\":\"k3v9x2ab\",\"heartbeat\":15,\"resumed\":\"exact\"}\n\n");
        for (int seq = from; seq < RECORDS; seq += 2) {
            body.append("data: {\"lines\":[").append(object(seq));
            int last = Math.min(seq + 1, RECORDS - 1);
            if (last > seq) {
                body.append(',').append(object(last));
            }
            body.append("]}\nid: k3v9x2ab-").append(last).append("\n\n");
        }
        return body.append("event: end\ndata: {\"reason\":\"ended\"}\n\n").toString();
    }

    private static String object(int seq) {
        return "{\"seq\":"
                + seq
                + ",\"time\":\"2026-11-20T04:00:00.123456789Z\",\"origin\":\"stdout\",\"line\":\""
                + line(seq)
                + "\"}";
    }

    private static String all() {
        StringBuilder all = new StringBuilder();
        for (int seq = 0; seq < RECORDS; seq++) {
            all.append(line(seq).replace("\\u0000", "\0").replace("\\\"", "\"")).append('\n');
        }
        return all.toString();
    }

    @Test
    void nothingIsMissingOrDoubleWhereverTheConnectionIsCut() throws Exception {
        try (CuttingServer server = new CuttingServer(LogReadingTest::events, LONGEST_HEAD, 1)) {
            String reason = read(server.address(), patience(Optional.empty()), true);
            assertThat(reason).isEqualTo("ended");
            assertThat(server.requests()).hasSizeGreaterThan(300);
            assertThat(server.requests().getFirst()).contains("from=first");
        }
        assertThat(written.text()).isEqualTo(all());
        assertThat(progress.position()).isEqualTo("k3v9x2ab-" + (RECORDS - 1));
        assertThat(notices).extracting(Notice::text).contains("resumed exactly");
    }

    @Test
    void whatIsWrittenIsKeptInTheCursorsFileAndTheNextGoesOnThere() throws Exception {
        Path file = folder.resolve("cursor");
        CursorFile cursor = new CursorFile(file, new OutputFile(folder.resolve("none")));
        for (int cut = 150;
                progress.position() == null || !progress.position().endsWith("-11");
                cut += 37) {
            Optional<String> position = cursor.read();
            progress =
                    new Progress(
                            written.output(),
                            Optional.of(cursor),
                            position.<Place>map(Place.After::new).orElseGet(Place.Beginning::new));
            try (CuttingServer server = new CuttingServer(LogReadingTest::events, cut, 0)) {
                read(server.address(), patience(Optional.of(Duration.ZERO)), true);
            } catch (GatewayFailure failure) {
                assertThat(failure).hasMessageContaining("given up");
            }
        }
        assertThat(written.text()).isEqualTo(all());
        assertThat(file).content().startsWith("k3v9x2ab-11\n");
    }

    @Test
    void whereNobodyListensItFailsAtOnceOrWaits() throws IOException {
        int port;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        String nobody = "http://127.0.0.1:" + port;
        assertThatThrownBy(() -> read(nobody, patience(Optional.empty()), false))
                .isInstanceOf(GatewayFailure.class)
                .hasMessage("the gateway at " + nobody + " cannot be asked: connection refused.");
        assertThat(notices).isEmpty();
        assertThatThrownBy(() -> read(nobody, patience(Optional.of(Duration.ofMillis(3))), true))
                .hasMessageContaining("given up");
        assertThat(notices).hasSizeGreaterThan(2);
    }

    @Test
    void aRefusalThatStaysIsNotTriedAgain() throws Exception {
        try (CuttingServer server = new CuttingServer(_ -> "<html>\n", Integer.MAX_VALUE / 2, 0)) {
            assertThatThrownBy(() -> read(server.address(), patience(Optional.empty()), true))
                    .hasMessageContaining("sends what no gateway does");
        }
    }
}
