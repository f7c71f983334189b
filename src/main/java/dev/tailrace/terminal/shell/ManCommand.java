package dev.tailrace.terminal.shell;

import static java.util.Objects.requireNonNull;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code tailrace man}. */
@Command(
        name = "man",
        description = "Prints the manual page of a command, for man(1).",
        mixinStandardHelpOptions = true,
        footer = {"", "Example:", "  tailrace man logs | man -l -"})
public final class ManCommand implements Callable<Integer> {
    @Spec @Nullable CommandSpec spec;

    @Parameters(
            paramLabel = "COMMAND",
            arity = "0..*",
            description = "Such as logs (default: tailrace itself).")
    List<String> words = new ArrayList<>();

    @Override
    public Integer call() {
        CommandSpec command = requireNonNull(spec).root();
        for (String word : words) {
            CommandLine next = command.subcommands().get(word);
            if (next == null) {
                throw new ParameterException(
                        requireNonNull(spec).commandLine(),
                        "there is no command "
                                + word
                                + "; accepted: "
                                + String.join(", ", Commands.shown(command).keySet())
                                + ".");
            }
            command = next.getCommandSpec();
        }
        PrintWriter out = requireNonNull(spec).commandLine().getOut();
        out.print(ManPage.of(command));
        out.flush();
        return 0;
    }
}
