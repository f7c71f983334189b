package dev.tailrace.cli;

import dev.tailrace.access.GrantLine;
import dev.tailrace.access.Right;
import dev.tailrace.model.OsText;
import dev.tailrace.model.Spelling;
import dev.tailrace.model.StreamName;
import java.util.Collection;
import java.util.TreeSet;
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
final class UsageProblems {
    private UsageProblems() {}

    static String sentence(ParameterException e) {
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
                                    + accepted(wrong.getArgSpec())
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

    private static String missing(ArgSpec argument) {
        return name(argument)
                + (argument.isOption() ? " has no value" : " is missing")
                + "; accepted is "
                + accepted(argument)
                + ".";
    }

    private static String name(ArgSpec argument) {
        return argument instanceof OptionSpec option ? option.longestName() : argument.paramLabel();
    }

    private static String accepted(ArgSpec argument) {
        return switch (argument.paramLabel()) {
            case "PORT" -> "a number from 0 to " + CommonOptions.MAX_PORT;
            case "ADDRESS" -> "an address or a name of this machine";
            case "NAME" -> "a stream's name: " + StreamName.ACCEPTED;
            case "NAME=PATH", "NAME=COMMANDLINE" ->
                    argument.paramLabel() + " with a stream's name: " + StreamName.ACCEPTED;
            case "NAME=VALUE" -> "NAME=VALUE";
            case "NAME=PATTERN" -> "NAME=PATTERN,...";
            case "ID" -> GrantLine.ID_ACCEPTED;
            case "RIGHT" -> Right.ACCEPTED;
            case "PATTERN" -> "names of streams, with * for any characters";
            case "TIME" -> "a duration such as 30d, a date, or a time such as 2027-01-01T12:00:00Z";
            case "COMMAND" -> "a command and its arguments";
            case "DIR", "FILE", "PATH" -> "a path";
            default -> "true or false";
        };
    }
}
