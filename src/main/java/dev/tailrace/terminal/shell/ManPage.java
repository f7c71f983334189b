package dev.tailrace.terminal.shell;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;

/** A manual page, man-pages(7), of a command. */
final class ManPage {
    private final StringBuilder text = new StringBuilder();

    private ManPage() {}

    /** That of {@code command}, in roff. */
    static String of(CommandSpec command) {
        ManPage page = new ManPage();
        String name = command.qualifiedName("-");
        page.text
                .append(".TH ")
                .append(name.toUpperCase(Locale.ROOT).replace("-", "\\-"))
                .append(" 1 \"\" \"tailrace\" \"Tailrace\"\n");
        page.section("NAME", name + " \\- " + escaped(Commands.sentence(command)));
        String synopsis =
                command.commandLine().getHelp().synopsis(0).strip().replaceAll("\\s+", " ");
        page.section("SYNOPSIS", escaped(synopsis));
        page.section(
                "DESCRIPTION", escaped(String.join(" ", command.usageMessage().description())));
        page.arguments(command);
        page.commands(command);
        page.footer(command.usageMessage().footer());
        return page.text.toString();
    }

    private void section(String title, String body) {
        text.append(".SH ").append(title).append('\n').append(body).append('\n');
    }

    private void arguments(CommandSpec command) {
        if (command.args().isEmpty()) {
            return;
        }
        text.append(".SH OPTIONS\n");
        command.positionalParameters().forEach(each -> entry(each.paramLabel(), each));
        command.options().stream()
                .filter(each -> !each.hidden())
                .forEach(each -> {
                    String value = each.arity().max() == 0 ? "" : " " + each.paramLabel();
                    entry(String.join(", ", each.names()) + value, each);
                });
    }

    private void entry(String head, ArgSpec argument) {
        text.append(".TP\n\\fB")
                .append(escaped(head))
                .append("\\fR\n")
                .append(escaped(String.join(" ", argument.description())))
                .append('\n');
    }

    private void commands(CommandSpec command) {
        if (Commands.shown(command).isEmpty()) {
            return;
        }
        text.append(".SH COMMANDS\n");
        Commands.shown(command)
                .forEach((name, spec) ->
                        text.append(".TP\n\\fB")
                                .append(escaped(name))
                                .append("\\fR\n")
                                .append(escaped(Commands.sentence(spec)))
                                .append('\n'));
    }

    private void footer(String... lines) {
        if (lines.length > 0) {
            text.append(".SH NOTES\n.nf\n")
                    .append(
                            Arrays.stream(lines)
                                    .map(ManPage::escaped)
                                    .collect(Collectors.joining("\n")))
                    .append("\n.fi\n");
        }
    }

    /** What roff would take for its own: a backslash, and a dot or a quote that begins a line. */
    private static String escaped(String plain) {
        String bare = Ansi.OFF.string(plain.replace("%n", " "));
        String text = bare.replace("\\", "\\e").replace("-", "\\-");
        return text.startsWith(".") || text.startsWith("'") ? "\\&" + text : text;
    }
}
