package dev.tailrace.terminal.logs;

import dev.tailrace.source.process.Environment;
import dev.tailrace.terminal.print.Display;
import dev.tailrace.terminal.print.FieldChoice;
import dev.tailrace.terminal.print.FilteredPrinter;
import dev.tailrace.terminal.print.Highlight;
import dev.tailrace.terminal.print.JsonPrinter;
import dev.tailrace.terminal.print.Notices;
import dev.tailrace.terminal.print.Output;
import dev.tailrace.terminal.print.Prefix;
import dev.tailrace.terminal.print.Printer;
import dev.tailrace.terminal.print.RawPrinter;
import dev.tailrace.terminal.print.TemplatePrinter;
import dev.tailrace.terminal.print.TextPrinter;
import dev.tailrace.terminal.print.TimeStyle;
import dev.tailrace.terminal.print.Width;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How lines are printed. */
final class OutputOptions {
    enum Form {
        TEXT,
        RAW,
        CAT,
        JSON,
        SHORT_ISO
    }

    enum Fit {
        CUT,
        WRAP
    }

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORM",
            description =
                    "text (default); raw or cat: the producer's bytes; json: objects as on the wire;"
                            + " short-iso.")
    Form form = Form.TEXT;

    @Option(
            names = {"-t", "--timestamps"},
            paramLabel = "STYLE",
            arity = "0..1",
            parameterConsumer = TimeStyleParameter.class,
            description = "Begin lines with their times: iso (default), local, utc or relative.")
    @Nullable TimeStyle timestamps;

    @Option(
            names = "--fields",
            paramLabel = "NAME",
            split = ",",
            description = "Of lines in JSON or logfmt only these fields.")
    List<String> fields = new ArrayList<>();

    @Option(
            names = "--template",
            paramLabel = "TEXT",
            description = "Such as '{clock} {stream} {line}': " + TemplatePrinter.ACCEPTED + ".")
    @Nullable String template;

    @Option(
            names = "--prefix",
            paramLabel = "WHEN",
            description =
                    "Begin lines with their stream: auto (default: if there are several), always,"
                            + " never.")
    Prefix prefix = Prefix.AUTO;

    @Option(
            names = "--width",
            paramLabel = "HOW",
            description = "Lines wider than the terminal: cut or wrap (default: as they are).")
    @Nullable Fit width;

    @Option(
            names = "--color",
            paramLabel = "WHEN",
            description = "auto (default), always or never.")
    Display.Colour colour = Display.Colour.AUTO;

    @Option(
            names = {"-H", "--highlight"},
            paramLabel = "RE2",
            description = "Have what this pattern finds be seen at once.")
    List<String> highlight = new ArrayList<>();

    @Option(
            names = {"-q", "--quiet"},
            description = "No notices but of missing lines.")
    boolean quiet;

    /** What does not go together, if anything does not. */
    Optional<String> check() {
        return template != null && form != Form.TEXT
                ? Optional.of("--template is a form of its own: it does not go with -o")
                : Optional.empty();
    }

    private boolean isColoured(int fd) {
        return Display.colours(colour, fd, Environment.own());
    }

    /** Whether it shows the levels of lines. */
    boolean needsLevels() {
        return form == Form.JSON
                || (template != null && template.contains("{level}"))
                || (form == Form.TEXT && template == null && isColoured(Display.STDOUT));
    }

    /** What prints to {@code out} what comes of {@code request}. */
    Printer printer(Output out, LogRequest request, FilterOptions filter) {
        Notices notices = new Notices(Display.errors(), isColoured(Display.STDERR), quiet);
        Printer printer = printer(out, notices, request, filter.include);
        return filter.isOfClient()
                ? new FilteredPrinter(printer, filter.choice(request.head().orElse(Long.MAX_VALUE)))
                : printer;
    }

    private Printer printer(Output out, Notices notices, LogRequest request, List<String> include) {
        boolean terminal = Display.isTerminal(Display.STDOUT);
        boolean coloured = isColoured(Display.STDOUT);
        String text = form == Form.SHORT_ISO ? TemplatePrinter.SHORT_ISO : template;
        if (text != null) {
            return new TemplatePrinter(out, notices, coloured, text);
        }
        return switch (form) {
            case JSON -> new JsonPrinter(out, notices, terminal);
            case RAW, CAT ->
                    terminal
                            ? new TextPrinter(out, notices, bare(coloured))
                            : new RawPrinter(out, notices);
            default -> new TextPrinter(out, notices, style(request, terminal, coloured, include));
        };
    }

    /** Of bytes that a terminal must not get as they are. */
    private static TextPrinter.Style bare(boolean coloured) {
        return new TextPrinter.Style(
                false,
                Optional.empty(),
                coloured,
                false,
                Width.NONE,
                Optional.empty(),
                Optional.empty());
    }

    private TextPrinter.Style style(
            LogRequest request, boolean terminal, boolean coloured, List<String> include) {
        boolean named =
                switch (prefix) {
                    case AUTO -> !request.streams().isOne();
                    case ALWAYS -> true;
                    case NEVER -> false;
                };
        List<String> found = new ArrayList<>(highlight);
        found.addAll(include);
        return new TextPrinter.Style(
                named,
                Optional.ofNullable(timestamps),
                coloured,
                terminal || coloured,
                width == null
                        ? Width.NONE
                        : new Width(Display.columns(Environment.own()), width == Fit.WRAP),
                coloured && !found.isEmpty() ? Optional.of(new Highlight(found)) : Optional.empty(),
                fields.isEmpty() ? Optional.empty() : Optional.of(new FieldChoice(fields)));
    }
}
