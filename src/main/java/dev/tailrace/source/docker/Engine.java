package dev.tailrace.source.docker;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.SocketAddress;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Asks one engine over HTTP/1.1, each time that an answer is subscribed to. Answers come on Vert.x'
 * threads, which they must not hold up, and refusals as {@link EngineException}. Any thread.
 */
final class Engine {
    private static final ObjectMapper JSON = new ObjectMapper();

    private static final Duration CONNECT = Duration.ofSeconds(5);

    /**
     * An engine that is busy with its disk may take a while. One that hangs has this long, to begin
     * an answer and once more to complete one that is not followed.
     */
    private static final Duration ANSWER = Duration.ofSeconds(30);

    /**
     * Connections beside those that follow a container: events, and questions that come at once.
     */
    private static final int SPARE_CONNECTIONS = 16;

    private static final long NANOS_PER_SECOND = 1_000_000_000L;
    private static final int OK = 200;

    private final EngineAddress address;
    private final Duration patience;
    private final Context context;
    private final HttpClient client;
    private volatile ApiVersion version = ApiVersion.OLDEST;

    /**
     * @param maxOpen how many outputs of containers are read at once
     */
    Engine(Vertx vertx, EngineAddress address, int maxOpen) {
        this(vertx, address, maxOpen, ANSWER);
    }

    /**
     * @param patience how long an answer is waited for
     */
    Engine(Vertx vertx, EngineAddress address, int maxOpen, Duration patience) {
        this.address = address;
        this.patience = patience;
        this.context = vertx.getOrCreateContext();
        this.client =
                vertx.createHttpClient(
                        new HttpClientOptions()
                                .setMaxPoolSize(maxOpen + SPARE_CONNECTIONS)
                                .setTcpKeepAlive(true)
                                .setConnectTimeout((int) CONNECT.toMillis()));
    }

    EngineAddress address() {
        return address;
    }

    /** The version that questions are asked in. */
    ApiVersion version() {
        return version;
    }

    /**
     * Finds out which version is the newest that both know; all other questions are asked in it.
     */
    Uni<ApiVersion> negotiate() {
        return uni(() -> ask(unversioned("/_ping"), this::newestVersion))
                .map(newest -> {
                    version =
                            ApiVersion.common(
                                    ApiVersion.parse(newest)
                                            .orElseThrow(() ->
                                                    new EngineException(
                                                            "it does not say which API it speaks")));
                    return version;
                });
    }

    /** An engine that does not say it there is older than API 1.25, or no engine. */
    private Future<String> newestVersion(HttpClientResponse ping) {
        String newest = ping.getHeader("Api-Version");
        return body(ping)
                .compose(_ ->
                        newest == null
                                ? read(unversioned("/version"))
                                        .map(answer -> answer.path("ApiVersion").asText())
                                : Future.succeededFuture(newest));
    }

    /** All containers, those that do not run included. */
    Uni<List<Listed>> list() {
        return uni(() -> read(versioned("/containers/json?all=1")))
                .map(answer -> {
                    List<Listed> all = new ArrayList<>();
                    answer.forEach(each -> all.add(Listed.of(each)));
                    return all;
                });
    }

    /** What a list says of a container. */
    record Listed(String id, List<String> names, Map<String, String> labels) {
        static Listed of(JsonNode json) {
            List<String> names = new ArrayList<>();
            json.path("Names").forEach(name -> names.add(Container.withoutSlash(name.asText())));
            return new Listed(
                    json.path("Id").asText(), names, Container.strings(json.path("Labels")));
        }
    }

    /** A container as it is now; a status of 404 if there is none any more. */
    Uni<Container> inspect(String id) {
        return uni(() -> read(versioned("/containers/" + id + "/json"))).map(Container::of);
    }

    /** Follows what happens to containers, from now on. */
    Uni<EngineBody> events() {
        String filters =
                "{\"type\":[\"container\"],\"event\":"
                        + "[\"create\",\"start\",\"die\",\"rename\",\"destroy\"]}";
        return open(
                HttpMethod.GET,
                "/events?filters=" + URLEncoder.encode(filters, StandardCharsets.UTF_8));
    }

    /**
     * Reads a container's output.
     *
     * @param follow whether to go on with what comes, until the run that is under way ends
     * @param since in ns since 1970: what is before that is not wanted; {@code Long.MIN_VALUE} for
     *     all of it
     */
    Uni<EngineBody> logs(String id, long since, boolean follow) {
        String from =
                since == Long.MIN_VALUE
                        ? ""
                        : String.format(
                                Locale.ROOT,
                                "&since=%d.%09d",
                                Math.floorDiv(since, NANOS_PER_SECOND),
                                Math.floorMod(since, NANOS_PER_SECOND));
        return open(
                HttpMethod.GET,
                "/containers/"
                        + id
                        + "/logs?follow="
                        + (follow ? 1 : 0)
                        + "&stdout=1&stderr=1&timestamps=1"
                        + from);
    }

    /** Whether a log that is followed ends with its last line, or may end just before that. */
    boolean endsLogsWhole() {
        return version.compareTo(ApiVersion.ENDS_LOGS_WHOLE) >= 0;
    }

    /** Reads what a container writes from now on, until it ends; without stamps. */
    Uni<EngineBody> attach(String id) {
        return open(HttpMethod.POST, "/containers/" + id + "/attach?stream=1&stdout=1&stderr=1");
    }

    /** A body that nobody wants any more by the time that it begins is let go. */
    private Uni<EngineBody> open(HttpMethod method, String path) {
        return Uni.createFrom()
                .deferred(() -> {
                    Future<EngineBody> body =
                            ask(
                                    versioned(path)
                                            .setMethod(method)
                                            .putHeader("Connection", "close"),
                                    response -> Future.succeededFuture(new EngineBody(response)));
                    return uni(() -> body)
                            .onCancellation()
                            .invoke(() -> body.onSuccess(EngineBody::cancel));
                });
    }

    private static <T> Uni<T> uni(Supplier<Future<T>> answer) {
        return Uni.createFrom().emitter(to -> answer.get().onComplete(to::complete, to::fail));
    }

    private Future<JsonNode> read(RequestOptions question) {
        return ask(question, response -> body(response).map(Engine::json));
    }

    /** All of an answer. Vert.x' timeout is only for its beginning. */
    private Future<Buffer> body(HttpClientResponse response) {
        return response.body()
                .timeout(patience.toMillis(), TimeUnit.MILLISECONDS)
                .onFailure(_ -> response.request().connection().close());
    }

    private static JsonNode json(Buffer body) {
        try {
            return JSON.readTree(body.getBytes());
        } catch (IOException e) {
            throw new EngineException("its answer is not JSON: " + e.getMessage());
        }
    }

    /**
     * Hands an answer of status 200 to {@code use} in the very task that brought it: its body would
     * not wait. That is so only if all is asked and answered on one context.
     */
    private <T> Future<T> ask(
            RequestOptions question, Function<HttpClientResponse, Future<T>> use) {
        Promise<T> answer = Promise.promise();
        context.runOnContext(_ ->
                client.request(question)
                        .compose(HttpClientRequest::send)
                        .compose(response ->
                                response.statusCode() == OK
                                        ? use.apply(response)
                                        : refused(response))
                        .onComplete(answer));
        return answer.future();
    }

    private <T> Future<T> refused(HttpClientResponse response) {
        int status = response.statusCode();
        return body(response)
                .map(body -> {
                    throw new EngineException(
                            status, "it answers with status " + status + message(body));
                });
    }

    private static String message(Buffer body) {
        try {
            String message = JSON.readTree(body.getBytes()).path("message").asText();
            return message.isEmpty() ? "" : ": " + message;
        } catch (IOException e) {
            return ""; // of a proxy; its status says what there is to say
        }
    }

    private RequestOptions versioned(String path) {
        return unversioned("/v" + version + path);
    }

    private RequestOptions unversioned(String path) {
        RequestOptions options =
                new RequestOptions()
                        .setMethod(HttpMethod.GET)
                        .setURI(path)
                        .setIdleTimeout(patience.toMillis());
        return switch (address) {
            case EngineAddress.Unix(var socket) ->
                    options.setServer(SocketAddress.domainSocketAddress(socket.toString()))
                            .setHost("docker")
                            .setPort(80);
            case EngineAddress.Tcp(String host, int port) -> options.setHost(host).setPort(port);
        };
    }
}
