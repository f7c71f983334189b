package dev.tailrace.terminal.streams;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tailrace.terminal.streams.Invocation.Result;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code rm} asks before it removes anything, and refuses where it cannot ask. */
class RmTest {
    private static final String DRY = "?dry-run=true";

    private final Path folder;
    private final FakeGateway gateway;

    RmTest(@TempDir Path folder) throws IOException {
        this.folder = folder;
        this.gateway = new FakeGateway().answers("GET /streams", FakeGateway.streams());
        has("nightly", true, false);
        has("web", false, true);
    }

    private void has(String name, boolean whole, boolean needsForce) {
        String would = FakeGateway.removed(name, whole, needsForce);
        gateway.answers("DELETE /streams/" + name + DRY, would);
    }

    @AfterEach
    void close() {
        gateway.close();
    }

    private Invocation rm(String... arguments) {
        return new Invocation(folder, gateway, arguments);
    }

    private List<String> removed() {
        return gateway.asked().stream()
                .filter(call -> call.startsWith("DELETE") && !call.contains("dry-run"))
                .toList();
    }

    @Test
    void onATerminalItAsksWithTheSizes() {
        Result no = rm("rm", "nightly").typing("n\n").onTerminal();
        assertThat(no.out())
                .isEqualTo(
                        """
                          nightly: the stream, 184,220 lines, 9.4 MB
                        Remove that, 9.4 MB in all? [y/N] tailrace: nothing is removed.
                        """);
        assertThat(no.exitCode()).isOne();
        assertThat(removed()).isEmpty();
        gateway.answers("DELETE /streams/nightly", FakeGateway.removed("nightly", true, false));
        Result yes = rm("rm", "nightly").typing("y\n").onTerminal();
        assertThat(yes.out()).endsWith("removed of nightly: the stream, 184,220 lines, 9.4 MB\n");
        assertThat(yes.exitCode()).isZero();
        assertThat(removed()).containsExactly("DELETE /streams/nightly");
    }

    @Test
    void withoutATerminalItRefuses() {
        Result refused = rm("rm", "nightly").typing("y\n").alone();
        assertThat(refused.exitCode()).isEqualTo(2);
        assertThat(refused.errors()).contains("-y removes without");
        assertThat(removed()).isEmpty();
    }

    @Test
    void whatStaysTakesForce() {
        Result refused = rm("rm", "-y", "nightly", "web").alone();
        assertThat(refused.exitCode()).isEqualTo(2);
        assertThat(refused.errors()).contains("web: has a source", "--force");
        assertThat(removed()).isEmpty();
        gateway.answers("DELETE /streams/web?force=true", FakeGateway.removed("web", false, true));
        Result forced = rm("rm", "-y", "--force", "w*").alone();
        assertThat(forced.out()).isEqualTo("removed of web: 184,220 lines, 9.4 MB\n");
        assertThat(removed()).containsExactly("DELETE /streams/web?force=true");
    }

    @Test
    void aDryRunRemovesNothingWhateverElseIsGiven() {
        Result result = rm("rm", "-y", "--force", "--dry-run", "nightly", "web").alone();
        assertThat(result.out())
                .isEqualTo(
                        """
                        would be removed of nightly: the stream, 184,220 lines, 9.4 MB
                        would be removed of web: 184,220 lines, 9.4 MB
                        """);
        assertThat(result.exitCode()).isZero();
        assertThat(removed()).isEmpty();
    }

    @Test
    void whatFailsIsSaidAndTheOthersAreRemovedAllTheSame() {
        gateway.answers(
                "DELETE /streams/nightly?force=true", 503, "{\"detail\":\"The disk fails.\"}");
        gateway.answers("DELETE /streams/web?force=true", FakeGateway.removed("web", false, true));
        Result some = rm("rm", "-y", "--force", "nightly", "web").alone();
        assertThat(some.exitCode()).isOne();
        assertThat(some.errors()).contains("nightly: the disk fails.");
        assertThat(some.out()).startsWith("removed of web");
    }
}
