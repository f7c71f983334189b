package dev.tailrace.terminal.streams;

import dev.tailrace.source.process.Environment;
import dev.tailrace.terminal.gateway.GatewayClient;
import dev.tailrace.terminal.gateway.GatewayOptions;
import dev.tailrace.terminal.gateway.Query;
import dev.tailrace.terminal.gateway.StreamNames;
import dev.tailrace.terminal.print.Display;
import dev.tailrace.terminal.print.Output;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code tailrace stat}. */
@Command(
        name = "stat",
        description = "Tells all that there is to know of streams, with their newest runs.",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footer = {
            "",
            "Exit codes: 0 all was told; 1 failure; 2 wrong usage; 3 no such stream, or not"
                    + " allowed; 141 nobody reads."
        })
public final class StatCommand implements Callable<Integer> {
    enum Form {
        TEXT,
        JSON
    }

    @Parameters(
            paramLabel = "STREAM",
            arity = "1..*",
            description = "Names of streams, with * for any characters.")
    List<String> streams = new ArrayList<>();

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FACTS",
            description = "text (default), or json: an object a line, as the gateway has it.")
    Form form = Form.TEXT;

    @Option(
            names = "--color",
            paramLabel = "WHEN",
            description = "auto (default), always or never; NO_COLOR is heeded.")
    Display.Colour color = Display.Colour.AUTO;

    @Mixin GatewayOptions gateway = new GatewayOptions();

    @Override
    public Integer call() {
        StreamList list = new StreamList(streams, null);
        GatewayClient client = gateway.connect(list::isAt);
        Output out = Output.standard();
        boolean first = true;
        for (String name : list.namesAmong(StreamNames.of(client, null))) {
            Query query = new Query("/streams/" + Query.encoded(name));
            StreamInfo stream = Answer.one(client.get(query), client, StreamInfo::of);
            if (!first && form == Form.TEXT) {
                out.add('\n');
            }
            first = false;
            lines(stream).forEach(line -> out.add(line).add('\n'));
        }
        out.flush();
        return 0;
    }

    private List<String> lines(StreamInfo stream) {
        if (form == Form.JSON) {
            return List.of(stream.json());
        }
        Words words = new Words(Display.isTerminal(Display.STDOUT), Instant.now());
        boolean colours = Display.colours(color, Display.STDOUT, Environment.own());
        return new StreamFacts(stream, words, colours).lines();
    }
}
