package dev.tailrace.load;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChunkedBodyTest {
    private final List<Long> numbers = new ArrayList<>();

    private ChunkedBody body() {
        numbers.clear();
        return new ChunkedBody(new Marks((_, number) -> numbers.add(number)));
    }

    /** As long as {@link LineWriter} makes it, with its mark and without a newline. */
    private static String line(int number) {
        String mark = "@17#" + number + "@ ";
        return mark + "x".repeat(LineWriter.LINE_BYTES - 1 - mark.length());
    }

    private static String chunk(String data) {
        return Integer.toHexString(data.length()) + "\r\n" + data + "\r\n";
    }

    private static void accept(ChunkedBody body, String text) throws IOException {
        byte[] bytes = text.getBytes(US_ASCII);
        body.accept(bytes, 0, bytes.length);
    }

    @Test
    void whateverTheReadsAndTheChunksCutTheDataIsTheSame() throws IOException {
        String data = line(1) + "\n" + line(2) + "\n" + line(3) + "\n";
        for (int cut = 1; cut < data.length(); cut++) {
            String chunked = chunk(data.substring(0, cut)) + chunk(data.substring(cut));
            for (int read : new int[] {1, 2, 3, 7, 100, chunked.length()}) {
                ChunkedBody body = body();
                for (int at = 0; at < chunked.length(); at += read) {
                    accept(body, chunked.substring(at, Math.min(at + read, chunked.length())));
                }
                assertThat(numbers)
                        .as("cut %d, reads of %d", cut, read)
                        .containsExactly(1L, 2L, 3L);
            }
        }
    }

    @Test
    void onlyThePartOfTheArrayThatIsSaidIsTaken() throws IOException {
        byte[] bytes = ("@9#9@" + chunk(line(4)) + "zzz").getBytes(US_ASCII);
        body().accept(bytes, 5, bytes.length - 3);
        assertThat(numbers).containsExactly(4L);
    }

    @Test
    void sizesAreHexadecimalOfEitherCase() throws IOException {
        ChunkedBody body = body();
        accept(body, "AB\r\n" + line(5) + "y".repeat(0xab - line(5).length()) + "\r\n");
        accept(body, chunk(line(6)));
        assertThat(numbers).containsExactly(5L, 6L);
    }

    @Test
    void theLastChunkHasNoData() throws IOException {
        ChunkedBody body = body();
        accept(body, chunk(line(7)) + "0\r\n\r\n");
        assertThat(numbers).containsExactly(7L);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"data: {\"seq\"", "3\r\nabcd\r\n", "3\r\nabc3\r\nabc", "5;x=y\r\nabcde"})
    void whatIsNoChunkIsSaid(String text) {
        assertThatIOException()
                .isThrownBy(() -> accept(body(), text))
                .withMessageContaining("chunk");
    }
}
