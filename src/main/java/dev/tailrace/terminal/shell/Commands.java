package dev.tailrace.terminal.shell;

import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;

/** The commands within a command. */
final class Commands {
    private Commands() {}

    /** Those that help texts list, by their names. */
    static Map<String, CommandSpec> shown(CommandSpec parent) {
        Map<String, CommandSpec> shown = new LinkedHashMap<>();
        parent.subcommands()
                .forEach((name, command) -> {
                    if (!command.getCommandSpec().usageMessage().hidden()) {
                        shown.put(name, command.getCommandSpec());
                    }
                });
        return shown;
    }

    /** What it does, in its first sentence. */
    static String sentence(CommandSpec command) {
        String text = String.join(" ", command.usageMessage().description());
        int end = text.indexOf(". ");
        return (end < 0 ? text : text.substring(0, end + 1)).replaceFirst("\\.$", "");
    }
}
