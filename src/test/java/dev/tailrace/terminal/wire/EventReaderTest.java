package dev.tailrace.terminal.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class EventReaderTest {
    private static final String STREAM =
            """
            : tailrace
            retry: 1243

            event: hello
            id: k3v9x2ab-0
            data: {"epoch":"k3v9x2ab"}

            data: {"lines":[{"seq":1,"line":"é one"}]}
            id: k3v9x2ab-1

            :

            id: k3v9x2ab-7

            """;
    private static final List<String> TOLD =
            List.of(
                    "// tailrace",
                    "hello k3v9x2ab-0 {\"epoch\":\"k3v9x2ab\"}",
                    " k3v9x2ab-1 {\"lines\":[{\"seq\":1,\"line\":\"é one\"}]}",
                    "//",
                    " k3v9x2ab-7 ");

    private final List<String> told = new ArrayList<>();

    private EventReader reader() {
        return new EventReader(
                new EventReader.Listener() {
                    @Override
                    public void event(Event event) {
                        String data =
                                new String(
                                        event.bytes(),
                                        event.from(),
                                        event.to() - event.from(),
                                        UTF_8);
                        told.add(event.type() + " " + event.id() + " " + data);
                    }

                    @Override
                    public void comment(String text) {
                        told.add(("// " + text).strip());
                    }
                });
    }

    private static ByteBuffer part(byte[] bytes, int from, int to) {
        return ByteBuffer.wrap(bytes, from, to - from);
    }

    @Test
    void eventsAreTheSameWhereverTheirBytesAreCut() {
        byte[] bytes = STREAM.getBytes(UTF_8);
        for (int cut = 0; cut <= bytes.length; cut++) {
            told.clear();
            EventReader reader = reader();
            reader.take(part(bytes, 0, cut));
            reader.take(part(bytes, cut, bytes.length));
            assertThat(told).as("cut at %s", cut).isEqualTo(TOLD);
            assertThat(reader.retryMillis()).isEqualTo(1243);
        }
    }

    @Test
    void anEventWithoutItsEndIsNotTold() {
        byte[] bytes = STREAM.getBytes(UTF_8);
        for (int cut = 0; cut < bytes.length; cut++) {
            told.clear();
            reader().take(part(bytes, 0, cut));
            assertThat(TOLD.subList(0, told.size())).isEqualTo(told);
        }
    }

    @Test
    void manyEventsPassThroughOneBuffer() {
        EventReader reader = reader();
        String event = "data: {\"lines\":\"" + "x".repeat(300_000) + "\"}\nid: k3v9x2ab-1\n\n";
        byte[] bytes = event.getBytes(UTF_8);
        for (int i = 0; i < 40; i++) {
            for (int from = 0; from < bytes.length; from += 16_000) {
                reader.take(part(bytes, from, Math.min(bytes.length, from + 16_000)));
            }
        }
        assertThat(told).hasSize(40).allMatch(each -> each.length() == told.getFirst().length());
    }

    @Test
    void whatNoGatewaySendsIsRefused() {
        for (String wrong : List.of("<html>\n", "data: a\ndata: b\n\n", "event=x\n")) {
            assertThatThrownBy(() -> reader().take(ByteBuffer.wrap(wrong.getBytes(UTF_8))))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }
}
