package dev.tailrace.face;

import dev.tailrace.FacesOfOtherProfiles;
import dev.tailrace.access.AccessControl;
import dev.tailrace.hub.FedStream;
import dev.tailrace.model.Labels;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;

/** What the tests of {@link TokensProfile} share. */
@Tag(FacesOfOtherProfiles.TAG)
abstract class TokenTest extends FaceTest {
    @Inject @Nullable AccessControl control;

    @ConfigProperty(name = "tailrace.auth.token-file")
    @Nullable Path tokenFile;

    AccessControl control() {
        return Objects.requireNonNull(control);
    }

    static String bearer(String token) {
        return "Authorization: Bearer " + token;
    }

    HttpClient get(String token, String path, String... headers) throws IOException {
        return HttpClient.get(url(), path, HttpClient.with(headers, bearer(token)));
    }

    int status(String path, String... headers) throws IOException {
        try (HttpClient client = HttpClient.get(url(), path, headers)) {
            return client.status();
        }
    }

    HttpClient ask(String method, String path, String... headers) throws IOException {
        return HttpClient.ask(url(), method, path, headers);
    }

    /** Shows the token to the form of the login. */
    HttpClient logIn(String token, String... headers) throws IOException {
        String[] all = HttpClient.with(headers, "Content-Type: application/x-www-form-urlencoded");
        return HttpClient.post(url(), "/login", "token=" + token, all);
    }

    /** The header that a browser sends once it is logged in. */
    static String cookie(HttpClient loggedIn) {
        return "Cookie: " + loggedIn.header("Set-Cookie").split(";", 2)[0];
    }

    /** A stream with labels that the configuration could have given it. */
    FedStream stream(String name, Map<String, String> labels) {
        return FedStream.start(hub(), name, new Labels(labels, true), Optional.empty());
    }

    FedStream stream(String name) {
        return FedStream.start(hub(), name);
    }

    /** The next event of a response that has not ended. */
    static EventStream.Event next(EventStream events) throws IOException {
        return Objects.requireNonNull(events.next(), "the response has ended");
    }

    /** Writes the token file, and waits until it is read: {@code token} is known then, or not. */
    void tokens(List<String> lines, String token, boolean known) throws IOException {
        TokenFolder.write(Objects.requireNonNull(tokenFile), lines);
        await().until(() -> control().ofToken(token).isPresent() == known);
    }
}
