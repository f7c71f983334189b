package dev.tailrace.face;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** A body that does not come to its end. */
@QuarkusTest
@TestProfile(LimitsProfile.class)
class PushTimeoutTest extends LimitsTest {
    @Test
    void aSlowBodyIsGivenUp() throws IOException {
        double before = counter("tailrace.push.refused", "reason", "body-timeout");
        try (HttpClient slow = HttpClient.connect(url())) {
            slow.sendHead("POST", "/streams/slow/lines", "Content-Length: 1000");
            slow.send("one\n".getBytes(UTF_8));
            slow.readHead();
            assertThat(slow.status()).isEqualTo(408);
            assertThat(new ObjectMapper().readTree(slow.text()).get("limit").asText())
                    .isEqualTo("tailrace.push.body-timeout");
        }
        assertThat(counter("tailrace.push.refused", "reason", "body-timeout"))
                .isEqualTo(before + 1);
        try (HttpClient log = HttpClient.get(url(), "/streams/slow/log")) {
            assertThat(log.status()).as("nothing of it is stored").isEqualTo(404);
        }
    }
}
