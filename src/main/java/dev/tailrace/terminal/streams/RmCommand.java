package dev.tailrace.terminal.streams;

import dev.tailrace.model.Reasons;
import dev.tailrace.terminal.gateway.GatewayClient;
import dev.tailrace.terminal.gateway.GatewayFailure;
import dev.tailrace.terminal.gateway.GatewayOptions;
import dev.tailrace.terminal.gateway.StreamNames;
import dev.tailrace.terminal.logs.TimePoint;
import dev.tailrace.terminal.print.Display;
import dev.tailrace.terminal.print.Output;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code tailrace rm}. */
@Command(
        name = "rm",
        description =
                "Removes streams from a gateway with tailrace.control=true, or what they have kept."
                        + " It asks before, and tells what goes.",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footer = {
            "",
            "A stream that has a source, or that the configuration names, stays without what it has"
                    + " kept: that takes --force.",
            "",
            "Examples:",
            "  tailrace rm build-17",
            "  tailrace rm --before 7d 'web-*'",
            "  tailrace rm -y --force --dry-run web",
            "",
            "Exit codes: 0 all is removed; 1 failure, or not all; 2 wrong usage, and where -y or"
                    + " --force is missing; 3 no such stream, or not allowed; 130 Ctrl-C."
        })
public final class RmCommand implements Callable<Integer> {
    @Parameters(
            paramLabel = "STREAM",
            arity = "1..*",
            description = "Names of streams, with * for any characters.")
    List<String> streams = new ArrayList<>();

    @Option(
            names = "--before",
            paramLabel = "TIME",
            converter = TimePoint.class,
            description =
                    "Only files whose last line is before this time, such as 7d or 2026-11-20; the"
                            + " streams stay.")
    @Nullable String before;

    @Option(
            names = {"-n", "--dry-run"},
            description = "Remove nothing, and tell what would go.")
    boolean dryRun;

    @Option(
            names = {"-y", "--yes"},
            description = "Do not ask.")
    boolean yes;

    @Option(
            names = "--force",
            description = "Also what streams have kept that stay since they have a source.")
    boolean force;

    @Mixin GatewayOptions gateway = new GatewayOptions();

    @Override
    public Integer call() {
        StreamList list = new StreamList(streams, null);
        GatewayClient client = gateway.connect(list::isAt);
        List<Removable> all = new ArrayList<>();
        for (String name : list.namesAmong(StreamNames.of(client, null))) {
            all.add(Removable.wouldBe(client, name, before));
        }
        if (dryRun) {
            print(Output.standard(), "would be removed of ", all);
            return 0;
        }
        requireForce(all);
        if (!yes && !isWished(all)) {
            throw GatewayFailure.of(GatewayFailure.FAILURE, "nothing is removed.");
        }
        return remove(client, all);
    }

    private static void print(Output out, String before, List<Removable> all) {
        all.forEach(each -> out.add(before).add(each.text()).add('\n'));
        out.flush();
    }

    private void requireForce(List<Removable> all) {
        String staying =
                all.stream()
                        .filter(each -> each.needsForce() && !force)
                        .map(Removable::name)
                        .collect(Collectors.joining(", "));
        if (!staying.isEmpty()) {
            throw GatewayFailure.of(
                    GatewayFailure.USAGE,
                    staying
                            + ": has a source or is in the configuration, and stays; --force removes"
                            + " all that it has kept, --before TIME what is old. Nothing is removed.");
        }
    }

    /** Whether a person says so. */
    private static boolean isWished(List<Removable> all) {
        if (!Display.isTerminal(Display.STDIN)) {
            throw GatewayFailure.of(
                    GatewayFailure.USAGE,
                    "standard input is no terminal, so nobody can be asked: -y removes without"
                            + " that. Nothing is removed.");
        }
        PrintStream errors = Display.errors();
        all.forEach(each -> errors.println("  " + each.text()));
        long bytes = all.stream().mapToLong(Removable::bytes).sum();
        errors.print("Remove that, " + Words.bytes(bytes) + " in all? [y/N] ");
        errors.flush();
        String answer = line();
        return answer.equalsIgnoreCase("y") || answer.equalsIgnoreCase("yes");
    }

    /** What is typed; nothing where the terminal is gone. */
    private static String line() {
        try {
            String line =
                    new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))
                            .readLine();
            return line == null ? "" : line.strip();
        } catch (IOException e) {
            throw GatewayFailure.of(
                    GatewayFailure.FAILURE, "standard input: " + Reasons.of(e) + ".");
        }
    }

    /** One that fails keeps no other from being removed. */
    private int remove(GatewayClient client, List<Removable> all) {
        Output out = Output.standard();
        int exitCode = 0;
        for (Removable each : all) {
            try {
                Removable removed = Removable.remove(client, each.name(), before, force);
                print(out, "removed of ", List.of(removed));
            } catch (GatewayFailure failure) {
                PrintStream errors = Display.errors();
                errors.println("tailrace: " + each.name() + ": " + failure.getMessage());
                errors.flush();
                exitCode = Math.max(exitCode, failure.exitCode());
            }
        }
        return exitCode;
    }
}
