package dev.tailrace.face;

import org.junit.jupiter.api.BeforeEach;

/** What the tests of {@link LimitsProfile} share: each begins without a connection. */
abstract class LimitsTest extends FaceTest {
    @BeforeEach
    void awaitTheEndOfOtherConnections() {
        await().alias("connections of other tests are gone")
                .until(() -> gauge("vertx.http.connections.current") == 0);
    }
}
