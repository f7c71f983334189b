package dev.tailrace.terminal.shell;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tailrace.terminal.logs.LogsCommand;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;

/** What shells and man(1) get; the completion in bash itself is the matter of LogsIT. */
class ShellTest {
    @Command(
            name = "tailrace",
            description = "All.",
            subcommands = {LogsCommand.class, CompletionCommand.class, CompleteCommand.class})
    private static final class Root {}

    @TempDir Path folder;
    private final CommandSpec root = new CommandLine(new Root()).getCommandSpec();

    @Test
    void bashReadsItsScriptWithoutAComplaint() throws Exception {
        Path script = Files.writeString(folder.resolve("script"), BashScript.of(root));
        Process bash =
                new ProcessBuilder("bash", "-n", script.toString())
                        .redirectErrorStream(true)
                        .start();
        String said = new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(bash.waitFor()).as(said).isZero();
        assertThat(said).isEmpty();
        assertThat(BashScript.of(root)).doesNotContain("__complete)");
    }

    @Test
    void fishGetsOneLineForEachOption() {
        assertThat(FishScript.of(root))
                .contains(
                        "complete -c tailrace -n '__fish_use_subcommand' -a logs -d '",
                        "-n '__fish_seen_subcommand_from logs' -s f -l follow -d '",
                        "-s o -l output -r -a 'text raw cat json short-iso' -d '",
                        "-l cursor-file -r -F -d '",
                        "-a '(tailrace __complete streams 2>/dev/null)'");
    }

    @Test
    void aManualPageHasWhatTheCommandTakes() throws IOException {
        CommandSpec logs = root.subcommands().get("logs").getCommandSpec();
        assertThat(ManPage.of(logs))
                .startsWith(".TH TAILRACE\\-LOGS 1")
                .contains(
                        ".SH NAME\ntailrace-logs \\- Prints",
                        ".SH SYNOPSIS\ntailrace logs",
                        "\\fB\\-f, \\-\\-follow\\fR\n",
                        "\\fB\\-n, \\-\\-tail N\\fR\n",
                        "Exit codes: 0");
    }
}
