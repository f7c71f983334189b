package dev.tailrace.terminal.gateway;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.BodySubscribers;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * Asks a gateway over HTTP. What it does not answer, or refuses, is a {@link GatewayFailure}. Any
 * thread, but for {@link #lookAgain}.
 */
public final class GatewayClient {
    /** A gateway that is there accepts at once. */
    private static final Duration CONNECT = Duration.ofSeconds(5);

    /** Of calls that a gateway answers from memory. */
    private static final Duration ANSWER = Duration.ofSeconds(30);

    private final HttpClient http =
            HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .connectTimeout(CONNECT)
                    .followRedirects(HttpClient.Redirect.NEVER)
                    .build();
    private final GatewayFinder finder;
    private final AccessToken token;
    private volatile GatewayAddress address;

    GatewayClient(GatewayAddress address, GatewayFinder finder, AccessToken token) {
        this.address = address;
        this.finder = finder;
        this.token = token;
    }

    /** Where the gateway is. */
    public GatewayAddress address() {
        return address;
    }

    /** Looks where the gateway is now, after it was not there. */
    public void lookAgain() {
        address = finder.again(address);
    }

    /** The body of a GET, which must be answered with 200. */
    public byte[] get(Query query) {
        return call("GET", query);
    }

    /** The body of a call without a body of its own, which must be answered with 2xx. */
    public byte[] call(String method, Query query) {
        HttpRequest request =
                request(query, "application/json")
                        .method(method, BodyPublishers.noBody())
                        .timeout(ANSWER)
                        .build();
        HttpResponse<byte[]> response = send(request, BodyHandlers.ofByteArray());
        if (response.statusCode() / 100 != 2) {
            throw Refusals.of(response, response.body(), address);
        }
        return response.body();
    }

    /**
     * A GET whose answer goes on for long: what {@code body} makes of it is there as soon as the
     * gateway has begun to answer with 2xx.
     */
    public <T> CompletableFuture<HttpResponse<T>> open(
            Query query, String accept, Supplier<BodySubscriber<T>> body) {
        HttpRequest request = request(query, accept).build();
        return http.sendAsync(
                request,
                response -> {
                    if (response.statusCode() / 100 != 2) {
                        return BodySubscribers.mapping(
                                BodySubscribers.ofByteArray(),
                                bytes -> {
                                    throw Refusals.of(response, bytes, address);
                                });
                    }
                    return body.get();
                });
    }

    /** What {@link #open} has failed with. */
    public GatewayFailure failure(Throwable cause) {
        return Refusals.ofCause(cause, address);
    }

    private HttpRequest.Builder request(Query query, String accept) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(address + query.toString()))
                        .header("Accept", accept);
        token.now().ifPresent(each -> request.header("Authorization", "Bearer " + each));
        return request;
    }

    private <T> HttpResponse<T> send(HttpRequest request, HttpResponse.BodyHandler<T> handler) {
        try {
            return http.send(request, handler);
        } catch (IOException e) {
            throw Refusals.ofCause(e, address);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw GatewayFailure.of(GatewayFailure.FAILURE, "interrupted.");
        }
    }
}
