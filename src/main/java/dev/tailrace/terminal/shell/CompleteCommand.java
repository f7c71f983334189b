package dev.tailrace.terminal.shell;

import static java.util.Objects.requireNonNull;

import dev.tailrace.terminal.gateway.GatewayClient;
import dev.tailrace.terminal.gateway.GatewayFailure;
import dev.tailrace.terminal.gateway.GatewayOptions;
import dev.tailrace.terminal.gateway.StreamNames;
import java.io.PrintWriter;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code tailrace __complete}: what a shell asks for at a Tab. */
@Command(
        name = "__complete",
        description = "Prints the names of streams, for the completion of shells.",
        hidden = true)
public final class CompleteCommand implements Callable<Integer> {
    @Spec @Nullable CommandSpec spec;

    @Parameters(paramLabel = "WHAT", description = "streams.")
    String what = "streams";

    @Mixin GatewayOptions gateway = new GatewayOptions();

    @Override
    public Integer call() {
        Set<String> names = new TreeSet<>();
        for (GatewayClient client : gateway.all()) {
            try {
                names.addAll(StreamNames.of(client, null));
            } catch (GatewayFailure _) {
                // At a Tab there is nobody to be told.
            }
        }
        PrintWriter out = requireNonNull(spec).commandLine().getOut();
        names.forEach(out::println);
        out.flush();
        return 0;
    }
}
