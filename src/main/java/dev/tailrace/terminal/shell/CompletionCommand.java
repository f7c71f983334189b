package dev.tailrace.terminal.shell;

import static java.util.Objects.requireNonNull;

import java.io.PrintWriter;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code tailrace completion}. */
@Command(
        name = "completion",
        description = "Prints a script by which a shell completes commands, options and streams.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Examples:",
            "  . <(tailrace completion bash)                          # in ~/.bashrc",
            "  autoload -U compinit bashcompinit; compinit; bashcompinit",
            "  . <(tailrace completion zsh)                           # in ~/.zshrc",
            "  tailrace completion fish >~/.config/fish/completions/tailrace.fish"
        })
public final class CompletionCommand implements Callable<Integer> {
    enum Shell {
        BASH,
        ZSH,
        FISH
    }

    @Spec @Nullable CommandSpec spec;

    @Parameters(paramLabel = "SHELL", description = "bash, zsh or fish.")
    Shell shell = Shell.BASH;

    @Override
    public Integer call() {
        CommandSpec root = requireNonNull(spec).root();
        PrintWriter out = requireNonNull(spec).commandLine().getOut();
        out.print(shell == Shell.FISH ? FishScript.of(root) : BashScript.of(root));
        out.flush();
        return 0;
    }
}
