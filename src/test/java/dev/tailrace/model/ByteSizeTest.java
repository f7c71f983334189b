package dev.tailrace.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ByteSizeTest {
    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "4096, 4096",
        "4096B, 4096",
        "16K, 16384",
        "16KB, 16384",
        "64M, 67108864",
        "1G, 1073741824",
        "2T, 2199023255552"
    })
    void theUnitsArePowersOf1024(String text, long bytes) {
        assertThat(ByteSize.parse(text).bytes()).isEqualTo(bytes);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "K", "-1", "+1", "1.5G", "1 K", "64m", "64MiB", "1KK", "0x10"})
    void whatIsNoSizeIsRefused(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ByteSize.parse(text))
                .withMessageContaining("'" + text + "'")
                .withMessageContaining("64M");
    }

    @Test
    void aSizeThatIsLargerThanAnyFileIsRefused() {
        assertThat(ByteSize.parse("8388607T").bytes()).isEqualTo(8388607L << 40);
        assertThatIllegalArgumentException().isThrownBy(() -> ByteSize.parse("8388608T"));
        assertThatIllegalArgumentException().isThrownBy(() -> ByteSize.parse("9999999999999999"));
    }
}
