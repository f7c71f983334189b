package dev.tailrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tailrace.model.StreamName;
import dev.tailrace.source.process.Environment;
import dev.tailrace.user.UserFolders;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class CommandLineTest {
    private static RunCommand run(String... arguments) {
        CommandLine.ParseResult all = TailraceCommand.commandLine().parseArgs(arguments);
        return (RunCommand) all.subcommand().commandSpec().userObject();
    }

    @Test
    void optionsOfRunEndAtTheFirstWordThatIsNone() {
        RunCommand run = run("run", "--name", "a", "echo", "--port", "9123", "--", "-h");
        assertThat(run.command).containsExactly("echo", "--port", "9123", "--", "-h");
        assertThat(run.stream.name).isEqualTo(new StreamName("a"));
        assertThat(run.common.port).isNull();
    }

    @Test
    void twoDashesBeforeTheCommandAreNotTheCommands() {
        assertThat(run("run", "--", "echo", "--", "--quiet").command)
                .containsExactly("echo", "--", "--quiet");
    }

    @Test
    void anArgumentThatBeginsWithAnAtSignIsTheCommandsAndNoFile(@TempDir Path folder)
            throws IOException {
        String file = "@" + Files.writeString(folder.resolve("arguments"), "other words");
        assertThat(run("run", "echo", file).command).containsExactly("echo", file);
    }

    @Test
    void stateIsWhereTheEnvironmentSays() {
        assertThat(state("XDG_STATE_HOME=/state", "HOME=/home/me"))
                .isEqualTo(Path.of("/state/tailrace"));
        assertThat(state("XDG_STATE_HOME=", "HOME=/home/me"))
                .isEqualTo(Path.of("/home/me/.local/state/tailrace"));
        assertThat(state("XDG_STATE_HOME=relative", "HOME=/home/me"))
                .isEqualTo(Path.of("/home/me/.local/state/tailrace"));
        assertThat(state())
                .isEqualTo(Path.of(System.getProperty("user.home"), ".local/state/tailrace"));
    }

    private static Path state(String... environment) {
        return new UserFolders(new Environment(List.of(environment))).state();
    }
}
