package dev.tailrace.face;

import dev.tailrace.FacesOfOtherProfiles;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;

/**
 * What the tests of {@link LimitsProfile} share: each begins without a connection, and its clients
 * are a user that may do all.
 */
@Tag(FacesOfOtherProfiles.TAG)
abstract class LimitsTest extends FaceTest {
    static final String USER = "Remote-User: " + LimitsProfile.USER;

    /** With the user, whom clients name as a proxy does. */
    @Override
    URL url() {
        URL to = super.url();
        try {
            return URI.create(to.toString().replace("://", "://" + LimitsProfile.USER + "@"))
                    .toURL();
        } catch (MalformedURLException e) {
            throw new AssertionError(e);
        }
    }

    @BeforeEach
    void awaitTheEndOfOtherConnections() {
        await().alias("connections of other tests are gone")
                .until(() -> gauge("vertx.http.connections.current") == 0);
    }
}
