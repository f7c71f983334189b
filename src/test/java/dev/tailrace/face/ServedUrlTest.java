package dev.tailrace.face;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Addresses as the gateway prints them. */
class ServedUrlTest {
    @ParameterizedTest
    @CsvSource({
        "::1, http://[::1]:8080",
        "::, http://[::]:8080",
        "[::1], http://[::1]:8080",
        "::ffff:127.0.0.1, http://[::ffff:127.0.0.1]:8080",
        "127.0.0.1, http://127.0.0.1:8080",
        "logs.example.com, http://logs.example.com:8080",
    })
    void anAddressOfIpv6IsInBrackets(String host, String url) {
        assertThat(ServedUrl.of(false, host, "8080")).isEqualTo(url);
        assertThat(ServedUrl.of(true, host, "8080")).isEqualTo(url.replace("http", "https"));
        assertThat(URI.create(url).getPort()).isEqualTo(8080);
    }
}
