package dev.tailrace.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class TerminalProgramTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter errors = new StringWriter();

    private int run(String... arguments) {
        CommandLine line =
                TerminalProgram.commandLine()
                        .setOut(new PrintWriter(out))
                        .setErr(new PrintWriter(errors));
        return line.execute(arguments);
    }

    @Test
    void theLauncherKnowsTheCommandsThereAre() throws IOException {
        assertThat(TerminalProgram.commandLine().getSubcommands().keySet())
                .containsExactlyInAnyOrderElementsOf(TerminalProgram.COMMANDS);
        String launcher = Files.readString(Path.of("tailrace"));
        String names = launcher.replaceAll("(?s).*\\ncase \"\\$\\{1-}\" in\\n([^)]*)\\).*", "$1");
        assertThat(names.split(" \\| ", -1))
                .containsExactlyInAnyOrderElementsOf(TerminalProgram.COMMANDS);
    }

    @Test
    void logsHasItsHelp() {
        assertThat(run("logs", "--help")).isZero();
        assertThat(out.toString()).contains("Usage: tailrace logs", "--cursor-file", "--server");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--tail x     | --tail x: accepted is a number of lines.",
                "-S tomorrow  | --since tomorrow: accepted is a duration such as 15m",
                "--levl warn  | unknown option --levl; the nearest is --level",
                "-o xml       | --output xml: accepted is text, raw, cat, json or short-iso.",
                "-r -f        | -r reads history: it does not go with -f.",
                "-C 3         | -C, -A and -B show what is around lines of -i.",
                "--exit-code  | --exit-code waits for the end of a run: it needs -f.",
                "-p a b --server x | --run, --previous, --reverse and --exit-code are for one stream.",
                "--server :x  | the server :x is not accepted",
            })
    void aMistakeIsToldInOneSentence(String arguments, String sentence) {
        String[] words = ("logs " + arguments).split(" ", -1);
        assertThat(run(words)).isEqualTo(2);
        assertThat(errors.toString()).startsWith("tailrace: " + sentence);
    }
}
