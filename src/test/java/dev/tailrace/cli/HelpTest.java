package dev.tailrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HelpTest {
    @ParameterizedTest
    @ValueSource(strings = {"run", "pipe", "serve", "token"})
    void everyCommandHasItsHelpOnStandardOutput(String command) {
        StringWriter output = new StringWriter();
        int exitCode =
                TailraceCommand.commandLine()
                        .setOut(new PrintWriter(output))
                        .execute(command, "--help");
        assertThat(exitCode).isZero();
        assertThat(output.toString()).contains("Usage: tailrace " + command);
    }
}
