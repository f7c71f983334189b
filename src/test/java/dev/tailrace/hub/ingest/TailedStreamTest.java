package dev.tailrace.hub.ingest;

import static dev.tailrace.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tailrace.hub.HubFixture;
import dev.tailrace.hub.Records;
import dev.tailrace.hub.stream.LogStream;
import dev.tailrace.model.LossReason;
import dev.tailrace.model.StreamName;
import dev.tailrace.model.StreamState;
import dev.tailrace.source.SourceException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Streams of files that something else writes, as they are configured. */
class TailedStreamTest {
    private static final String PATH = "tailrace.streams.app.tail.path";

    private final Path logs;
    private final HubFixture gateway;

    TailedStreamTest(@TempDir Path folder) throws IOException {
        logs = Files.createDirectory(folder.resolve("logs"));
        gateway = new HubFixture(folder.resolve("data"));
    }

    @AfterEach
    void close() {
        gateway.close();
    }

    private LogStream start(String... keysAndValues) {
        gateway.reopen(keysAndValues);
        gateway.hub().configured().start();
        return stream("app");
    }

    private LogStream stream(String name) {
        return gateway.hub().streams().find(new StreamName(name)).orElseThrow();
    }

    private String file() {
        return logs.resolve("app.log").toString();
    }

    private void write(String text) throws IOException {
        Files.writeString(
                logs.resolve("app.log"),
                text,
                StandardOpenOption.CREATE,
                StandardOpenOption.APPEND);
    }

    private static void awaitRecords(LogStream stream, String... texts) {
        await().untilAsserted(() -> assertThat(stream.next()).isGreaterThanOrEqualTo(texts.length));
        assertThat(Records.textsOf(stream)).containsExactly(texts);
    }

    @Test
    void itsLinesAreTheFiles() throws IOException {
        write("one\n");
        LogStream stream = start(PATH, file());
        assertThat(stream.life().kind()).isEqualTo("tail");
        assertThat(stream.life().state()).isEqualTo(StreamState.RUNNING);
        write("two\n");
        awaitRecords(stream, "stdout F one", "stdout F two");
    }

    @Test
    void aStopAndAStartLoseAndRepeatNothing() throws IOException {
        write("one\ntw");
        LogStream stream = start(PATH, file());
        await().until(() -> stream.next() == 2);
        gateway.hub().drain();
        write("o\n");
        Files.move(logs.resolve("app.log"), logs.resolve("app.log.1"));
        write("three\n");
        awaitRecords(
                start(PATH, file()), "stdout F one", "stdout P tw", "stdout F o", "stdout F three");
    }

    @Test
    void linesOfAContainerKeepTheirTimesAndOrigins() throws IOException {
        write("2026-11-20T04:00:00Z stdout P on\n2026-11-20T04:00:01Z stderr F err\n");
        write("2026-11-20T04:00:02.000000007Z stdout F e\n");
        LogStream stream = start(PATH, file());
        awaitRecords(stream, "stderr F err", "stdout F one");
        assertThat(stream.lastTime()).isEqualTo(1_795_147_202_000_000_007L);
    }

    @Test
    void whatCouldNotBeReadIsSaidInTheStream() throws IOException {
        Files.write(logs.resolve("app.log.1.gz"), new byte[] {0x1f, (byte) 0x8b, 8, 0});
        write("one\n");
        LogStream stream = start(PATH, file());
        await().until(() -> stream.next() == 2);
        assertThat(Records.systemOf(stream))
                .containsExactly(
                        "{\"state\":\"gap\",\"reason\":\"unreadable\",\"source\":\""
                                + logs.resolve("app.log.1.gz")
                                + "\"}");
        assertThat(stream.life().losses().times(LossReason.UNREADABLE)).isEqualTo(1);
    }

    @Test
    void aPatternIsAStreamForEachFile() throws IOException {
        write("one\n");
        Files.writeString(logs.resolve("b.log"), "b\n");
        gateway.reopen("tailrace.tail.web.path", logs + "/*.log");
        gateway.hub().configured().start();
        awaitRecords(stream("web_app.log"), "stdout F one");
        awaitRecords(stream("web_b.log"), "stdout F b");
    }

    @ParameterizedTest
    @CsvSource({
        "tailrace.streams.app.tail.format, xml, 'auto, raw, cri or docker-json'",
        "tailrace.streams.app.tail.from, middle, first or end",
        "tailrace.streams.app.fifo.path, /tmp/f, a stream has one"
    })
    void aWrongValueIsNamed(String key, String value, String accepted) {
        assertThatThrownBy(() -> start(PATH, file(), key, value))
                .isInstanceOf(SourceException.class)
                .hasMessageContaining(accepted);
        gateway.reopen();
    }

    @Test
    void aPatternForOneStreamIsRefused() {
        assertThatThrownBy(() -> start(PATH, logs.toString()))
                .isInstanceOf(SourceException.class)
                .hasMessageContaining("tailrace.tail.NAME.path");
    }
}
