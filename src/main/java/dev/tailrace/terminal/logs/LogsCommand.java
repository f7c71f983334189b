package dev.tailrace.terminal.logs;

import static java.util.Objects.requireNonNull;

import dev.tailrace.terminal.gateway.GatewayClient;
import dev.tailrace.terminal.gateway.GatewayFailure;
import dev.tailrace.terminal.gateway.GatewayOptions;
import dev.tailrace.terminal.print.Display;
import dev.tailrace.terminal.print.Output;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code tailrace logs}. */
@Command(
        name = "logs",
        description =
                "Prints the lines of streams, each exactly once, from history and live. After a cut it"
                        + " goes on where it was.",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footer = {
            "",
            "Examples:",
            "  tailrace logs -f web",
            "  tailrace logs --since 15m --level warn 'web-*' api",
            "  tailrace logs -f -o raw web >> web.log",
            "  tailrace logs -l '{app=\"shop\"}' -i timeout -C 3",
            "",
            "Exit codes: 0 all was printed; 1 failure; 2 wrong usage; 3 no such stream, or not"
                    + " allowed; 4 with --strict: lines are missing; 130 Ctrl-C; 141 nobody reads."
        })
public final class LogsCommand implements Callable<Integer> {
    private static final int GAPS = 4;

    @Spec @Nullable CommandSpec spec;

    @Parameters(
            paramLabel = "STREAM",
            description = "Names of streams, with * for any characters (default: all).")
    List<String> streams = new ArrayList<>();

    @Option(
            names = {"-l", "--selector"},
            paramLabel = "SELECTOR",
            description = "Streams by their labels, such as '{app=\"web\"}', also those that come.")
    @Nullable String selector;

    @ArgGroup(exclusive = false, heading = "%nWhich lines:%n")
    RangeOptions range = new RangeOptions();

    @ArgGroup(exclusive = false, heading = "%nOf these:%n")
    FilterOptions filter = new FilterOptions();

    @ArgGroup(exclusive = false, heading = "%nHow they look:%n")
    OutputOptions output = new OutputOptions();

    @ArgGroup(exclusive = false, heading = "%nWhere to go on:%n")
    ResumeOptions resume = new ResumeOptions();

    @Mixin GatewayOptions gateway = new GatewayOptions();

    @Override
    public Integer call() throws InterruptedException {
        check();
        StopSignal stop = StopSignal.ofProcess();
        GatewayClient client = gateway.connect(each -> StreamSet.isAt(each, streams, selector));
        StreamSet set = StreamSet.of(client, streams, selector);
        checkOne(set);
        Optional<String> position = resume.position();
        LogRequest request = request(client, set, position.isPresent());
        Output out = Output.standard();
        LogReader reader =
                new LogReader(output.printer(out, request, filter), request, filter.wantsSystem());
        Progress progress = progress(out, position);
        LogReading reading = reading(client, reader, progress, stop);
        try {
            String reason = reading.read();
            return ended(reason, reader, stop);
        } catch (GatewayFailure failure) {
            throw set.named(failure, client);
        } finally {
            finish(reader, progress);
        }
    }

    private void check() {
        if (selector != null && !streams.isEmpty()) {
            throw refused("-l picks the streams: no names beside it");
        }
        range.check()
                .or(filter::check)
                .or(() -> filter.check(range))
                .ifPresent(why -> {
                    throw refused(why);
                });
        output.check()
                .ifPresent(why -> {
                    throw refused(why);
                });
        if (resume.exitCode && !range.follow) {
            throw refused("--exit-code waits for the end of a run: it needs -f");
        }
    }

    private void checkOne(StreamSet set) {
        if (!set.isOne() && (range.isOfRun() || range.reverse || resume.exitCode)) {
            throw refused("--run, --previous, --reverse and --exit-code are for one stream");
        }
    }

    private ParameterException refused(String why) {
        return new ParameterException(requireNonNull(spec).commandLine(), why + ".");
    }

    private LogRequest request(GatewayClient client, StreamSet set, boolean resumes) {
        boolean everything = resumes || resume.cursorFile != null;
        return new LogRequest(
                set,
                range.follow,
                range.tail(everything || filter.isOfClient()),
                range.since(),
                range.until(),
                filter.isOfClient() ? OptionalLong.empty() : range.head(),
                range.run(client, set.one(), resume.exitCode),
                range.reverse,
                filter.filters(),
                output.needsLevels());
    }

    private Progress progress(Output out, Optional<String> position) {
        Optional<CursorFile> file = resume.file();
        file.ifPresent(each -> out.isThere(each.writtenSince()));
        Place start = position.<Place>map(Place.After::new).orElseGet(Place.Beginning::new);
        return new Progress(out, file, start);
    }

    private LogReading reading(
            GatewayClient client, LogReader reader, Progress progress, StopSignal stop) {
        Supplier<Session> sessions =
                range.reverse
                        ? new Backwards(client, reader, progress)
                        : () -> new EventSession(reader, progress);
        return new LogReading(
                client,
                reader,
                progress,
                sessions,
                new Patience(resume.givenUp(range.follow), ThreadLocalRandom.current()),
                stop,
                resume.giveUp != null);
    }

    private int ended(String reason, LogReader reader, StopSignal stop) {
        OptionalInt signal = stop.exitCode();
        if (signal.isPresent()) {
            return signal.getAsInt();
        }
        if (resume.exitCode) {
            return reader.exitCode()
                    .orElseThrow(() ->
                            GatewayFailure.of(
                                    GatewayFailure.FAILURE,
                                    "how the run has ended is not known (" + reason + ")."));
        }
        return resume.strict && reader.isLossy() ? GAPS : 0;
    }

    /** Whatever has come is written, and where it ends is told. */
    private void finish(LogReader reader, Progress progress) {
        reader.end();
        progress.flush();
        String position = progress.position();
        if (resume.showCursor && position != null) {
            var errors = Display.errors();
            errors.println("cursor: " + position);
            errors.flush();
        }
    }
}
