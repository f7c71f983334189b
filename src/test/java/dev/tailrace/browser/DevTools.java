package dev.tailrace.browser;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tailrace.Waiting;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The Chrome DevTools Protocol over one WebSocket, to the browser and to the sessions of its tabs.
 * Any thread; events come on a thread of the WebSocket.
 */
final class DevTools implements WebSocket.Listener, AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String BROWSER = "";

    private final HttpClient client = HttpClient.newHttpClient();
    private final AtomicInteger last = new AtomicInteger();
    private final Map<Integer, CompletableFuture<JsonNode>> asked = new ConcurrentHashMap<>();
    private final Map<String, BiConsumer<String, JsonNode>> listeners = new ConcurrentHashMap<>();
    private final StringBuilder text = new StringBuilder();
    private final WebSocket socket;

    DevTools(URI address) {
        socket = Waiting.outcome(client.newWebSocketBuilder().buildAsync(address, this));
    }

    /** What the session of a tab tells: the name of an event and its parameters. */
    void listen(String session, BiConsumer<String, JsonNode> listener) {
        listeners.put(session, listener);
    }

    JsonNode ask(String method, Map<String, ?> parameters) {
        return Waiting.outcome(send(BROWSER, method, parameters));
    }

    JsonNode ask(String session, String method, Map<String, ?> parameters) {
        return Waiting.outcome(send(session, method, parameters));
    }

    private CompletableFuture<JsonNode> send(
            String session, String method, Map<String, ?> parameters) {
        int id = last.incrementAndGet();
        ObjectNode message = JSON.createObjectNode().put("id", id).put("method", method);
        if (!session.equals(BROWSER)) {
            message.put("sessionId", session);
        }
        message.set("params", JSON.valueToTree(parameters));
        CompletableFuture<JsonNode> answer = new CompletableFuture<>();
        asked.put(id, answer);
        synchronized (socket) {
            Waiting.outcome(socket.sendText(message.toString(), true));
        }
        return answer;
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence data, boolean isLast) {
        text.append(data);
        if (isLast) {
            take(text.toString());
            text.setLength(0);
        }
        from.request(1);
        return null;
    }

    private void take(String said) {
        JsonNode message;
        try {
            message = JSON.readTree(said);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        CompletableFuture<JsonNode> answer = asked.remove(message.path("id").asInt());
        if (answer == null) {
            BiConsumer<String, JsonNode> listener =
                    listeners.get(message.path("sessionId").asText(BROWSER));
            if (listener != null) {
                listener.accept(message.path("method").asText(), message.path("params"));
            }
        } else if (message.has("error")) {
            answer.completeExceptionally(new AssertionError(message.get("error").toString()));
        } else {
            answer.complete(message.path("result"));
        }
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket from, int code, String reason) {
        ended(new IOException("the browser has closed the connection: " + code + " " + reason));
        return null;
    }

    @Override
    public void onError(WebSocket from, Throwable error) {
        ended(error);
    }

    private void ended(Throwable why) {
        asked.values().forEach(each -> each.completeExceptionally(why));
    }

    @Override
    public void close() {
        socket.abort();
        client.close();
    }
}
