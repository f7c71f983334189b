package dev.tailrace.load;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class SubscriberTest {
    private static final String HEAD =
            "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\ntransfer-encoding: chunked\r\n\r\n";

    private static final long MILLI = 1_000_000;

    private final Tally tally = new Tally();

    private static String chunk(int... numbers) {
        StringBuilder data = new StringBuilder();
        for (int number : numbers) {
            String mark = "@" + number * MILLI + "#" + number + "@ ";
            data.append("data: ").append(mark);
            data.append("x".repeat(LineWriter.LINE_BYTES - 1 - mark.length())).append("\n\n");
        }
        return Integer.toHexString(data.length()) + "\r\n" + data + "\r\n";
    }

    private static void accept(Subscriber subscriber, String text, long nanos) throws IOException {
        byte[] bytes = text.getBytes(US_ASCII);
        subscriber.accept(bytes, bytes.length, nanos);
    }

    @Test
    void theHeadMayBeCutAnywhere() throws IOException {
        String response = HEAD + chunk(0, 1, 2);
        for (int cut = 1; cut < response.length(); cut++) {
            Subscriber subscriber = new Subscriber(tally, false);
            accept(subscriber, response.substring(0, cut), 0);
            assertThat(subscriber.isOpen()).isEqualTo(cut > HEAD.length());
            accept(subscriber, response.substring(cut), 0);
            assertThat(subscriber.isOpen()).isTrue();
            assertThat(subscriber.next()).as("cut at %d", cut).isEqualTo(3);
        }
        assertThat(tally.isClean()).isTrue();
        assertThat(tally.deliveries()).isEqualTo(3L * (response.length() - 1));
    }

    @Test
    void whatIsLostRepeatedOrMisplacedIsTallied() throws IOException {
        Subscriber subscriber = new Subscriber(tally, false);
        accept(subscriber, HEAD + chunk(0, 1, 1, 4, 2) + chunk(5), 0);
        assertThat(tally.deliveries()).isEqualTo(6);
        assertThat(tally.repeated()).isEqualTo(1);
        assertThat(tally.missing()).isEqualTo(2);
        assertThat(tally.outOfOrder()).isEqualTo(1);
        assertThat(subscriber.next()).isEqualTo(6);
    }

    @Test
    void latenciesAreFromTheLinesStampToTheReadThatBroughtIt() throws IOException {
        Subscriber subscriber = new Subscriber(tally, true);
        accept(subscriber, HEAD + chunk(1, 3), 8 * MILLI);
        assertThat(tally.lastDelivery()).isEqualTo(8 * MILLI);
        assertThat(tally.latencyMillis(0)).isEqualTo(5);
        assertThat(tally.latencyMillis(1)).isEqualTo(7);
    }

    @Test
    void whoIsNotSampledHasNoLatencies() throws IOException {
        accept(new Subscriber(tally, false), HEAD + chunk(1), 8 * MILLI);
        assertThat(tally.latencyMillis(1)).isZero();
    }

    @Test
    void anErrorOfTheGatewayIsNoStream() {
        assertThatIOException()
                .isThrownBy(() ->
                        accept(
                                new Subscriber(tally, false),
                                "HTTP/1.1 404 Not Found\r\ntransfer-encoding: chunked\r\n\r\n",
                                0))
                .withMessageContaining("404");
    }

    @Test
    void aBodyThatIsNotChunkedIsNoStream() {
        assertThatIOException()
                .isThrownBy(() ->
                        accept(
                                new Subscriber(tally, false),
                                "HTTP/1.1 200 OK\r\ncontent-length: 3\r\n\r\nabc",
                                0))
                .withMessageContaining("not a stream");
    }
}
