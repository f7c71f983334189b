package dev.tailrace.face.auth;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;

/**
 * The form that a person gives a token in. It has no script, and nothing that a request has
 * brought: it is sent to where it came from, with the query that has the way back.
 */
final class LoginPage {
    private static final String REMARK = "<!-- remark -->";
    private static final String WRONG =
            "<p role=\"alert\">This token is unknown, revoked or expired.</p>";

    private final String page;

    LoginPage() {
        try (InputStream file =
                Objects.requireNonNull(LoginPage.class.getResourceAsStream("login.html"))) {
            page = new String(file.readAllBytes(), UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** For somebody who comes. */
    String first() {
        return page.replace(REMARK, "");
    }

    /** For somebody whose token does not hold. */
    String again() {
        return page.replace(REMARK, WRONG);
    }
}
