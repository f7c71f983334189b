package dev.tailrace.terminal.logs;

import dev.tailrace.json.JsonReader;
import dev.tailrace.terminal.gateway.GatewayClient;
import dev.tailrace.terminal.gateway.GatewayFailure;
import dev.tailrace.terminal.gateway.Query;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which run of a stream's command is meant: by its number, or counted back from the last one, which
 * is 0. It is found out once: what is the last may be another when reading goes on.
 */
final class RunChoice {
    private RunChoice() {}

    /** The number of the run that is called {@code choice}: 1 and up, 0, or -1 and down. */
    static long number(GatewayClient client, String stream, long choice) {
        if (choice > 0) {
            return choice;
        }
        byte[] answer = client.get(new Query("/streams/" + Query.encoded(stream)));
        Map<String, @Nullable Object> members = new JsonReader(answer).object();
        List<?> runs = members.get("runs") instanceof List<?> list ? list : List.of();
        long last =
                runs.stream()
                        .map(run -> ((Map<?, ?>) run).get("run"))
                        .mapToLong(number -> number instanceof Long one ? one : 0)
                        .max()
                        .orElse(0);
        if (last + choice < 1) {
            throw GatewayFailure.of(
                    GatewayFailure.NOT_THERE,
                    last == 0
                            ? "the stream " + stream + " has no run."
                            : "the stream " + stream + " has no run before its first one.");
        }
        return last + choice;
    }
}
