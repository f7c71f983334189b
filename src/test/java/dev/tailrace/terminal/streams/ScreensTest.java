package dev.tailrace.terminal.streams;

import static dev.tailrace.Waiting.await;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tailrace.face.Golden;
import dev.tailrace.terminal.gateway.GatewayFailure;
import dev.tailrace.terminal.streams.Invocation.Result;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code ls} and {@code stat} show on a terminal of 80 columns, and what they print else. */
class ScreensTest {
    private static final String RUNS =
            """
            ,"runs":[{"run":1,"started":"%1$s","ended":"%1$s","code":3,"first":0,"last":511,"pid":9},\
            {"run":2,"started":"%1$s","first":512,"pid":4711}]\
            """
                    .formatted(FakeGateway.ago(Duration.ofMinutes(61)));

    private final Path folder;
    private final FakeGateway gateway;
    private final String streams = FakeGateway.streams();

    ScreensTest(@TempDir Path folder) throws IOException {
        this.folder = folder;
        this.gateway =
                new FakeGateway()
                        .answers("GET /streams", streams)
                        .answers("GET /streams/web", FakeGateway.web(RUNS));
    }

    @AfterEach
    void close() {
        gateway.close();
    }

    private Invocation tailrace(String... arguments) {
        return new Invocation(folder, gateway, arguments);
    }

    private static byte[] withoutTimes(Result result) {
        assertThat(result.errors()).isEmpty();
        assertThat(result.exitCode()).isZero();
        return result.out()
                .replaceAll("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ", "TIME----------------")
                .getBytes(UTF_8);
    }

    @Test
    void theScreensAreAsTheyWereRecorded() {
        Golden golden = new Golden("terminal-streams");
        golden.step("ls, in colour", withoutTimes(tailrace("ls").inColour().onTerminal()));
        golden.step(
                "ls --sort age, without colour",
                withoutTimes(tailrace("ls", "--sort", "age").onTerminal()));
        golden.step("ls -o wide, in a pipe", withoutTimes(tailrace("ls", "-o", "wide").alone()));
        golden.step(
                "stat web, in colour",
                withoutTimes(tailrace("stat", "web").inColour().onTerminal()));
        golden.check();
    }

    @Test
    void otherProgramsGetNamesOrObjects() {
        Result names = tailrace("ls", "-o", "name", "n*", "web").alone();
        assertThat(names.lines()).containsExactly("nightly", "web");
        Result objects = tailrace("ls", "-o", "json").alone();
        assertThat(objects.lines())
                .hasSize(3)
                .allMatch(line -> streams.contains(line))
                .first()
                .asString()
                .startsWith("{\"name\":\"nightly\"");
    }

    @Test
    void whereThereAreNoneNothingIsPrintedAndNothingIsWrong() {
        gateway.answers("GET /streams?select=%7Bapp%3D%22x%22%7D", "[]");
        Result result = tailrace("ls", "-l", "{app=\"x\"}").alone();
        assertThat(result.exitCode()).isZero();
        assertThat(result.out()).isEmpty();
        assertThat(result.errors()).isEqualTo("\n");
    }

    @Test
    void aNameOfNoneIsSaidWithTheNearest() {
        StreamList list = new StreamList(List.of("web", "wep"), null);
        assertThatThrownBy(() -> list.namesAmong(List.of("app", "web")))
                .isInstanceOfSatisfying(
                        GatewayFailure.class,
                        failure ->
                                assertThat(failure.exitCode()).isEqualTo(GatewayFailure.NOT_THERE))
                .hasMessage("there is no stream wep; the nearest is web.");
    }

    @Test
    void watchingShowsChangesElsewhereAndAScreenOnATerminal() throws Exception {
        Invocation names = tailrace("ls", "--watch", "-o", "name");
        Process process = names.started(names.command());
        try {
            await().until(() -> names.text("out").equals("nightly\nold\nweb\n"));
            gateway.answers("GET /streams", "[" + FakeGateway.web(",\"more\":1") + "]");
            await().until(() -> names.text("out").equals("nightly\nold\nweb\nweb\n"));
        } finally {
            process.destroyForcibly().waitFor();
        }
        Invocation screen = tailrace("ls", "--watch");
        process = screen.started(screen.commandOnTerminal());
        try {
            await().until(() -> screen.text("out").contains("\033[HNAME"));
            gateway.answers("GET /streams", "[]");
            await().until(() -> screen.text("out").contains("\033[Hno streams\033[K\n\033[J"));
        } finally {
            process.destroy();
            process.waitFor();
        }
    }
}
