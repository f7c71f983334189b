package dev.tailrace.face;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.net.HostAndPort;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A client of plain HTTP is led to the same under the same name, over TLS. */
class TlsRedirectTest {
    @ParameterizedTest
    @CsvSource({
        "localhost, 80, 8443, /, , https://localhost:8443/",
        "localhost, 8080, 443, /streams, , https://localhost/streams",
        "Logs.Example.com., 80, 443, /log, 'select={a}&x=%26', https://logs.example.com/log?select={a}&x=%26",
        "[::1], 8080, 8443, /, '', https://[::1]:8443/?",
    })
    void theTargetIsTheSameOverTls(
            String host, int port, int tls, String path, String query, String target) {
        assertThat(TlsRedirect.target(HostAndPort.create(host, port), tls, path, query))
                .isEqualTo(target);
    }

    @ParameterizedTest
    @CsvSource({"8443"})
    void withoutANameThereIsNone(int tls) {
        assertThat(TlsRedirect.target(null, tls, "/", null)).isNull();
    }
}
