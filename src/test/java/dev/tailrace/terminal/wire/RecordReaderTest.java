package dev.tailrace.terminal.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.tailrace.level.Level;
import dev.tailrace.model.Origin;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RecordReaderTest {
    private static List<LogRecord> records(String stream, String data) {
        List<LogRecord> records = new ArrayList<>();
        byte[] bytes = data.getBytes(UTF_8);
        new RecordReader(stream)
                .read(
                        new Event("", null, bytes, 0, bytes.length),
                        record -> records.add(record.copy()));
        return records;
    }

    private static String content(LogRecord record) {
        int length = record.contentTo() - record.contentFrom();
        return new String(record.content(), record.contentFrom(), length, UTF_8);
    }

    @Test
    void aRecordHasWhatItsObjectSays() {
        List<LogRecord> records =
                records(
                        "web",
                        """
                        {"lines":[{"seq":12,"time":"2026-11-20T04:00:00.123456789Z","origin":"stderr",\
                        "level":"warn","first":3,"partial":true,"line":"a \\"b\\" \\u0000c"},\
                        {"seq":13,"time":"2026-11-20T04:00:01.123456789Z","origin":"stdout","bytes":"/wA="}]}\
                        """);
        assertThat(records).hasSize(2);
        LogRecord first = records.getFirst();
        assertThat(first.stream()).isEqualTo("web");
        assertThat(first.seq()).isEqualTo(12);
        assertThat(first.time()).isEqualTo("2026-11-20T04:00:00.123456789Z");
        assertThat(first.origin()).isEqualTo(Origin.STDERR);
        assertThat(first.level()).isEqualTo(Level.WARN);
        assertThat(first.isPartial()).isTrue();
        assertThat(content(first)).isEqualTo("a \"b\" \0c");
        LogRecord second = records.getLast();
        assertThat(second.isPartial()).isFalse();
        assertThat(second.level()).isEqualTo(Level.NONE);
        assertThat(second.content()).containsExactly(0xff, 0);
    }

    @Test
    void eachRecordOfSeveralStreamsHasItsOwn() {
        assertThat(
                        records(
                                "",
                                "{\"lines\":[{\"stream\":\"a\",\"seq\":1,\"line\":\"x\"},"
                                        + "{\"stream\":\"b\",\"seq\":1,\"line\":\"y\"},"
                                        + "{\"stream\":\"b\",\"seq\":2,\"state\":\"ended\"}]}"))
                .extracting(LogRecord::stream, LogRecord::isState)
                .containsExactly(tuple("a", false), tuple("b", false), tuple("b", true));
    }

    @Test
    void whatNewerGatewaysTellIsPassedOver() {
        assertThat(
                        records(
                                "web",
                                "{\"new\":{\"lines\":[1]},\"lines\":[{\"seq\":1,\"x\":[\"line\"]}]}"))
                .singleElement()
                .satisfies(record -> assertThat(content(record)).isEmpty());
    }
}
