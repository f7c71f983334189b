package dev.tailrace.face;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** Requests to a gateway whose configuration does not let them control commands. */
@QuarkusTest
@TestProfile(LimitsProfile.class)
class ControlOffTest extends LimitsTest {
    @Test
    void withoutControlNothingIsStartedStoppedOrRemoved() throws IOException {
        String runs = "/streams/" + newStream().stream().name() + "/runs";
        try (HttpClient client = HttpClient.get(url(), runs)) {
            client.text();
            client.request("POST", runs, "Content-Length: 0");
            assertThat(client.status()).isEqualTo(403);
            assertThat(client.text()).contains("tailrace.control is false");
            client.request("DELETE", runs + "/current");
            assertThat(client.status()).isEqualTo(403);
            client.text();
            client.request("DELETE", runs.replace("/runs", ""));
            assertThat(client.status()).isEqualTo(403);
            assertThat(client.text()).contains("tailrace.control is false");
        }
    }
}
