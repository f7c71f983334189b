package dev.tailrace.source.process;

import static dev.tailrace.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tailrace.MayBlock;
import dev.tailrace.model.Origin;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A command that has a terminal of its own. */
@MayBlock
class PtyTest extends ProcessFixture {
    private ProcessSource inTerminal(String script) {
        return start(
                new ProcessSpec(
                        List.of("sh", "-c", script),
                        Optional.empty(),
                        Map.of(),
                        PassedEnvironment.WHOLE,
                        Optional.empty(),
                        Session.TERMINAL),
                sink);
    }

    @Test
    void allThatItHasIsATerminalAndItsOwn() {
        String script = "[ -t 0 ] && [ -t 1 ] && [ -t 2 ] && echo ok >/dev/tty; exit 3";
        assertThat(exit(inTerminal(script)).code()).isEqualTo(3);
        assertThat(sink.text(Origin.STDOUT)).isEqualTo("ok\r\n");
        assertThat(sink.calls())
                .containsExactly("Started", "bytes stdout", "end stdout", "end stderr", "Exited");
    }

    @Test
    void everyByteThatATerminalGetsIsKept() {
        exit(inTerminal("stty raw; printf '\\033[31mred\\033[0m \\377\\n'; echo err >&2"));
        byte[] all = {27, '[', '3', '1', 'm', 'r', 'e', 'd', 27, '[', '0', 'm', ' ', -1, '\n'};
        String sent = new String(all, StandardCharsets.UTF_8) + "err\n";
        assertThat(sink.text(Origin.STDOUT)).isEqualTo(sent);
    }

    @Test
    void whatIsTypedIsItsInputAndCtrlCIsItsSignal() throws IOException {
        ProcessSource source =
                inTerminal("stty -echo; read line; echo \"<$line>\"; exec sleep 600");
        type(source, "hello\n");
        await().until(() -> sink.text(Origin.STDOUT).contains("<hello>"));
        type(source, "\003");
        assertThat(exit(source).signal()).isEqualTo(2);
        assertThatNothingIsLeft();
    }

    private static void type(ProcessSource source, String keys) throws IOException {
        source.typing().orElseThrow().write(keys.getBytes(StandardCharsets.UTF_8));
    }
}
