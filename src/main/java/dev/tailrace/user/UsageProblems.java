package dev.tailrace.user;

import dev.tailrace.model.OsText;
import dev.tailrace.model.Spelling;
import java.util.Collection;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.OverwrittenOptionException;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * Puts what the command line's reader complains about into words: which option or argument, what
 * was found, what is accepted.
 */
public final class UsageProblems {
    private final Function<String, String> accepted;

    /**
     * Those of a command line.
     *
     * @param accepted says of the label of a parameter, such as {@code PORT}, what is accepted
     */
    public UsageProblems(Function<String, String> accepted) {
        this.accepted = accepted;
    }

    /** What is wrong, in one sentence and one line. */
    public String sentence(ParameterException e) {
        return OsText.shown(
                switch (e) {
                    case UnmatchedArgumentException unknown ->
                            unknown(
                                    unknown.getUnmatched().getFirst(),
                                    unknown.getCommandLine().getCommandSpec());
                    case MissingParameterException missing ->
                            missing(missing.getMissing().getFirst());
                    case OverwrittenOptionException again ->
                            name(again.getOverwritten()) + " is there twice; accepted is one.";
                    case ParameterException wrong when wrong.getArgSpec() != null ->
                            name(wrong.getArgSpec())
                                    + shown(wrong.getValue())
                                    + ": accepted is "
                                    + accepted.apply(wrong.getArgSpec().paramLabel())
                                    + ".";
                    default -> String.valueOf(e.getMessage());
                });
    }

    private static String shown(@Nullable String value) {
        return value == null ? "" : " " + (value.isEmpty() ? "''" : value);
    }

    private static String unknown(String word, CommandSpec command) {
        if (word.startsWith("-")) {
            return unknown("option", word.replaceFirst("=.*", ""), command.optionsMap().keySet());
        }
        return command.subcommands().isEmpty()
                ? "unknown argument '" + word + "'; accepted are options alone."
                : unknown("command", word, command.subcommands().keySet());
    }

    private static String unknown(String what, String word, Collection<String> accepted) {
        return "unknown "
                + what
                + " "
                + word
                + Spelling.nearest(word, accepted)
                        .map(nearest -> "; the nearest is " + nearest)
                        .orElse("")
                + "; accepted: "
                + String.join(", ", new TreeSet<>(accepted))
                + ".";
    }

    private String missing(ArgSpec argument) {
        return name(argument)
                + (argument.isOption() ? " has no value" : " is missing")
                + "; accepted is "
                + accepted.apply(argument.paramLabel())
                + ".";
    }

    private static String name(ArgSpec argument) {
        return argument instanceof OptionSpec option ? option.longestName() : argument.paramLabel();
    }
}
