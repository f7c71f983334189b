package dev.tailrace.terminal.streams;

import dev.tailrace.source.process.Environment;
import dev.tailrace.terminal.gateway.GatewayClient;
import dev.tailrace.terminal.gateway.GatewayOptions;
import dev.tailrace.terminal.print.Display;
import dev.tailrace.terminal.print.Output;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code tailrace ls}. */
@Command(
        name = "ls",
        description = "Lists the streams of a gateway.",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footer = {
            "",
            "On a terminal ages are told from now; elsewhere they are times.",
            "",
            "Examples:",
            "  tailrace ls",
            "  tailrace ls --watch --sort rate",
            "  tailrace ls -l '{app=\"shop\"}' -o name | xargs tailrace logs -n 5",
            "",
            "Exit codes: 0 all were listed; 1 failure; 2 wrong usage; 3 no such stream, or not"
                    + " allowed; 130 Ctrl-C; 141 nobody reads."
        })
public final class LsCommand implements Callable<Integer> {
    @Parameters(
            paramLabel = "STREAM",
            description = "Names of streams, with * for any characters (default: all).")
    List<String> streams = new ArrayList<>();

    @Option(
            names = {"-l", "--selector"},
            paramLabel = "SELECTOR",
            description = "Streams by their labels, such as '{app=\"web\"}'.")
    @Nullable String selector;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "LIST",
            description = "table (default), wide, json or name.")
    ListForm form = ListForm.TABLE;

    @Option(
            names = "--sort",
            paramLabel = "ORDER",
            description =
                    "name (default); bytes: the largest first; age: the newest line first; rate: the"
                            + " busiest first.")
    StreamOrder order = StreamOrder.NAME;

    @Option(
            names = {"-w", "--watch"},
            description =
                    "Go on: on a terminal the list is shown anew every 2 seconds, elsewhere streams"
                            + " are printed again when they have changed.")
    boolean watch;

    @Option(
            names = "--color",
            paramLabel = "WHEN",
            description = "auto (default), always or never; NO_COLOR is heeded.")
    Display.Colour color = Display.Colour.AUTO;

    @Mixin GatewayOptions gateway = new GatewayOptions();

    @Override
    public Integer call() throws InterruptedException {
        StreamList list = new StreamList(streams, selector);
        GatewayClient client = gateway.connect(list::isAt);
        Output out = Output.standard();
        if (watch) {
            watched(client, list, out).run();
        } else {
            print(client, list, out);
        }
        return 0;
    }

    private void print(GatewayClient client, StreamList list, Output out) {
        List<StreamInfo> found = sorted(list.of(client));
        if (found.isEmpty()) {
            var errors = Display.errors();
            errors.println();
            errors.flush();
        }
        lines(found).forEach(line -> out.add(line).add('\n'));
        out.flush();
    }

    private Watch watched(GatewayClient client, StreamList list, Output out) {
        boolean onScreen = Display.isTerminal(Display.STDOUT) && isTable();
        Watch.Shown shown =
                onScreen ? new Screen(out, this::lines) : new Changes(out, this::lines, isTable());
        return new Watch(client, () -> sorted(list.of(client)), shown);
    }

    private List<StreamInfo> sorted(List<StreamInfo> all) {
        return all.stream().sorted(order.comparator()).toList();
    }

    private boolean isTable() {
        return form == ListForm.TABLE || form == ListForm.WIDE;
    }

    /** Those streams as they are printed; none of no stream. */
    private List<String> lines(List<StreamInfo> all) {
        return switch (form) {
            case JSON -> all.stream().map(StreamInfo::json).toList();
            case NAME -> all.stream().map(StreamInfo::name).toList();
            case TABLE, WIDE -> all.isEmpty() ? List.of() : table(all);
        };
    }

    private List<String> table(List<StreamInfo> all) {
        Environment environment = Environment.own();
        boolean terminal = Display.isTerminal(Display.STDOUT);
        Words words = new Words(terminal, Instant.now());
        int width =
                terminal && form == ListForm.TABLE
                        ? Display.columns(environment)
                        : Integer.MAX_VALUE;
        return StreamTable.of(all, form == ListForm.WIDE, words)
                .lines(width, Display.colours(color, Display.STDOUT, environment));
    }
}
