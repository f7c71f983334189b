package dev.tailrace.face.auth;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.vertx.http.runtime.attribute.ExchangeAttribute;
import io.quarkus.vertx.http.runtime.attribute.ExchangeAttributeParser;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What an access log shows of a request that has secrets, whatever pattern is configured. */
class SecretsInAccessLogTest {
    private static final String TICKET = "trt_" + "t".repeat(22);
    private static final String TOKEN = "trl_" + "l".repeat(43);
    private static final String SESSION = "trs_" + "s".repeat(43);

    @Test
    void ticketsTokensAndSessionsAreShownWithoutWhatIsSecret() throws Exception {
        String said =
                said(
                        "%m %r %q %{q,ticket} %{i,Sec-WebSocket-Protocol} %{i,Authorization} %{c,tailrace}");
        assertThat(said)
                .startsWith("GET GET /log?tail=1&ticket=trt_... HTTP/1.1 ")
                .contains(" ?tail=1&ticket=trt_... trt_... ")
                .contains("tailrace.v1, tailrace.ticket.trt_...")
                .contains("Bearer trl_... trs_...")
                .doesNotContain("ttt", "lll", "sss");
    }

    @Test
    void everythingElseIsAsItWouldBe() throws Exception {
        assertThat(said("%s and %% of %m")).isEqualTo("200 and % of GET");
    }

    /** What the log says of a call with a secret in each place. */
    private static String said(String pattern) throws Exception {
        ExchangeAttribute log =
                new ExchangeAttributeParser(SecretsInAccessLog.class.getClassLoader(), List.of())
                        .parse(pattern);
        Vertx vertx = Vertx.vertx();
        try (HttpClient client = HttpClient.newHttpClient()) {
            Router router = Router.router(vertx);
            router.get().handler(call -> call.end(log.readAttribute(call)));
            HttpServer server =
                    done(vertx.createHttpServer().requestHandler(router).listen(0, "127.0.0.1"));
            URI uri =
                    URI.create(
                            "http://127.0.0.1:%d/log?tail=1&ticket=%s"
                                    .formatted(server.actualPort(), TICKET));
            return client.send(
                            HttpRequest.newBuilder(uri)
                                    .header("Authorization", "Bearer " + TOKEN)
                                    .header("Cookie", "tailrace=" + SESSION)
                                    .header(
                                            "Sec-WebSocket-Protocol",
                                            "tailrace.v1, tailrace.ticket." + TICKET)
                                    .version(HttpClient.Version.HTTP_1_1)
                                    .build(),
                            BodyHandlers.ofString())
                    .body();
        } finally {
            done(vertx.close());
        }
    }

    private static <T> T done(Future<T> future) {
        return future.toCompletionStage().toCompletableFuture().join();
    }
}
