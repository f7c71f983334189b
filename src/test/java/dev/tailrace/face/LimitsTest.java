package dev.tailrace.face;

import dev.tailrace.FacesOfOtherProfiles;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;

/** What the tests of {@link LimitsProfile} share: each begins without a connection. */
@Tag(FacesOfOtherProfiles.TAG)
abstract class LimitsTest extends FaceTest {
    @BeforeEach
    void awaitTheEndOfOtherConnections() {
        await().alias("connections of other tests are gone")
                .until(() -> gauge("vertx.http.connections.current") == 0);
    }
}
