package dev.tailrace.terminal.logs;

import dev.tailrace.json.JsonReader;
import dev.tailrace.terminal.gateway.GatewayClient;
import dev.tailrace.terminal.gateway.Query;
import java.util.function.Supplier;

/** The connections of a reader that goes backwards through one stream. */
record Backwards(GatewayClient client, LogReader reader, Progress progress)
        implements Supplier<Session> {
    @Override
    public Session get() {
        String stream = reader.request().streams().one();
        byte[] answer = client.get(new Query("/streams/" + Query.encoded(stream)));
        Object epoch = new JsonReader(answer).object().get("epoch");
        return new NewestFirst(reader, progress, String.valueOf(epoch));
    }
}
