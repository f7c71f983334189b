package dev.tailrace.terminal.shell;

import java.util.List;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** The completion of fish. */
final class FishScript {
    private final StringBuilder text =
            new StringBuilder("# Completion of tailrace for fish.\ncomplete -c tailrace -f\n");

    private FishScript() {}

    /** That of {@code root} and its commands. */
    static String of(CommandSpec root) {
        FishScript script = new FishScript();
        Commands.shown(root)
                .forEach((name, command) -> {
                    script.line("__fish_use_subcommand")
                            .append(" -a ")
                            .append(name)
                            .append(described(Commands.sentence(command)))
                            .append('\n');
                    script.command(name, command);
                });
        return script.text.toString();
    }

    private void command(String name, CommandSpec command) {
        String here = "__fish_seen_subcommand_from " + name;
        command.options().stream()
                .filter(each -> !each.hidden())
                .forEach(each -> {
                    line(here);
                    option(each);
                });
        Commands.shown(command)
                .forEach((each, spec) ->
                        line(here)
                                .append(" -a ")
                                .append(each)
                                .append(described(Commands.sentence(spec)))
                                .append('\n'));
        command.positionalParameters().stream()
                .limit(1)
                .forEach(each -> {
                    String values = values(each);
                    if (!values.isEmpty()) {
                        line(here).append(values).append('\n');
                    }
                });
    }

    private StringBuilder line(String condition) {
        return text.append("complete -c tailrace -n '").append(condition).append("'");
    }

    private void option(OptionSpec option) {
        for (String name : option.names()) {
            text.append(
                    name.startsWith("--")
                            ? " -l " + name.substring(2)
                            : " -s " + name.substring(1));
        }
        if (option.arity().min() > 0) {
            text.append(" -r");
        }
        text.append(values(option))
                .append(described(String.join(" ", option.description())))
                .append('\n');
    }

    private static String values(ArgSpec argument) {
        if (ParameterValues.isStream(argument)) {
            return " -a '(tailrace __complete streams 2>/dev/null)'";
        }
        if (ParameterValues.isFile(argument)) {
            return " -F";
        }
        if (ParameterValues.isCommand(argument)) {
            return " -a '(__fish_complete_command)'";
        }
        List<String> words = ParameterValues.words(argument);
        return words.isEmpty() ? "" : " -a '" + String.join(" ", words) + "'";
    }

    private static String described(String sentence) {
        String plain = sentence.replace("%n", " ").replace("\\", "\\\\").replace("'", "\\'");
        return " -d '" + plain + "'";
    }
}
