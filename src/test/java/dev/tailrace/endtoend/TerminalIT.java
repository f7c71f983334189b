package dev.tailrace.endtoend;

import static dev.tailrace.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code tailrace run} as a job of an interactive shell, in a real terminal. */
class TerminalIT {
    private static final String CTRL_C = "\003";
    private static final String CTRL_D = "\004";
    private static final String CTRL_Z = "\032";

    @TempDir Path folder;
    private Gateway shell;

    /** What has been waited for ends here. */
    private int from;

    @BeforeEach
    void openTerminal() throws IOException {
        shell = Tailrace.in(folder).shellInTerminal();
        type("PS1='rea''dy> '\n");
        awaitShown("ready> ");
    }

    @AfterEach
    void leave() throws IOException {
        type("\nkill %1; exit\nexit\n");
        assertThat(shell.exitCode()).isBetween(0, 255);
        shell.close();
    }

    private void type(String keys) throws IOException {
        shell.input().write(keys.getBytes(StandardCharsets.UTF_8));
        shell.input().flush();
    }

    /** Waits until the terminal shows {@code text} after what was shown before. */
    private void awaitShown(String text) {
        await().until(() -> shown().indexOf(text, from) >= 0);
        from = shown().indexOf(text, from) + text.length();
    }

    private String shown() {
        return new String(shell.output(), StandardCharsets.UTF_8);
    }

    /** The words that are waited for are typed with quotes within, so that the echo has others. */
    @Test
    void gatewayAndCommandAreOneJobOfTheShell() throws IOException {
        type("$tailrace run --quiet -- sh -c 'echo st\"\"arted; cat; echo en\"\"ded; exit 3' &\n");
        await().until(() -> {
            type("jobs\n");
            return shown().contains("Stopped");
        });
        type("echo the sh\"\"ells\n");
        awaitShown("the shells");
        type("fg\n");
        // Perhaps it was shown before: cat, which the terminal stops, and the gateway are in a
        // race.
        await().until(() -> shown().contains("started"));
        type("to the command\n");
        awaitShown("to the command");
        awaitShown("to the command");
        type(CTRL_Z);
        awaitShown("Stopped");
        type("ps -o stat= -o args= | grep -c '^T.*[c]at\\|^T.*[t]ailrace'; echo coun\"\"ted\n");
        awaitShown("counted");
        assertThat(shown()).as("launcher's JVM, sh and cat are stopped").contains("\n3\r\n");
        type("fg\n");
        type("again\n");
        awaitShown("again");
        awaitShown("again");
        type(CTRL_D);
        awaitShown("ended");
        awaitShown("ready> ");
        type("echo code=$?\n");
        awaitShown("code=3");
    }

    @Test
    void ctrlCIsTheCommandsToAnswer() throws IOException {
        type(
                "$tailrace run --quiet -- sh -c 'trap \"echo ca\"\"ught\" INT; echo be\"\"gun; cat; cat'\n");
        awaitShown("begun");
        type(CTRL_C);
        awaitShown("caught");
        type("still here\n");
        awaitShown("still here");
        awaitShown("still here");
        type(CTRL_D);
    }

    @Test
    void aCommandGetsATerminalOfItsOwn() throws IOException {
        type("stty rows 33 cols 101\n");
        type(
                "$tailrace run --quiet --tty -- sh -c"
                        + " 'stty size; printf \"\\033[31mred\"; read a; echo \"<$a>\"; exit 5'\n");
        awaitShown("33 101");
        awaitShown("\033[31mred");
        type("typed\r");
        awaitShown("<typed>");
        awaitShown("ready> ");
        type("echo code=$?; stty -a | grep -o '[-]*icanon'\n");
        awaitShown("code=5");
        awaitShown("\nicanon");
    }
}
