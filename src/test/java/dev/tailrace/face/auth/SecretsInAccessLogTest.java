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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What an access log shows of a request that has secrets, whatever pattern is configured. */
class SecretsInAccessLogTest {
    private static final String TICKET = "trt_" + "t".repeat(22);
    private static final String REST = "tttttttttttttttttttttt";
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
                .endsWith(" Bearer ... ...")
                .doesNotContain("ttt", "lll", "sss");
    }

    @Test
    void whatIsEncodedIsDecodedForThat() throws Exception {
        assertThat(said("%q", "ticket=%74rt%5F" + "t".repeat(22) + "&a=%0a", TOKEN))
                .isEqualTo("?ticket=...&a=%0a");
        assertThat(said("%q", "ticket=%20" + TICKET, TOKEN)).doesNotContain("ttt");
        assertThat(said("%q", "a=,b%2C" + TICKET, TOKEN)).doesNotContain("ttt");
        assertThat(said("%q", "grep=%5E50%25%0a", TOKEN)).isEqualTo("?grep=%5E50%25%0a");
    }

    /** Of none of these is a ticket taken, so that it is of use to whoever reads the log. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "ticket=%2574r%2574%255F" + REST,
                "%74icke%74=trt+" + REST,
                "ticket=trt%C1%9F" + REST,
                "ticket=tr%00t_" + REST,
                "ticket=trt_%0d%0a" + REST,
                "from=%25%37%34rt_" + REST,
                "from=%2525252525252525252525252574rt_" + REST,
                "token=" + REST
            })
    void noEncodingHidesASecretFromThat(String query) throws Exception {
        assertThat(said("%q %r %{q,ticket} %{REQUEST_URL}", query, TOKEN)).doesNotContain(REST);
    }

    @Test
    void aSignedTokenIsShownWithoutWhatIsSecret() throws Exception {
        String signed = "eyJhbGciOiJFUzI1NiJ9." + "p".repeat(30) + "." + "g".repeat(86);
        String all = said("%{i,Authorization} %q %{i,Referer}", "access_token=" + signed, signed);
        assertThat(all).startsWith("Bearer ... ?access_token=eyJ... ").doesNotContain("ppp", "ggg");
    }

    @Test
    void whateverHeadersForSecretsHaveIsHidden() throws Exception {
        String others = "%{i,authorization} %{i,COOKIE} %{c,proxy} %{o,Set-Cookie}";
        assertThat(said(others, "tail=1", TOKEN))
                .startsWith("Bearer ... tailrace=...;...; proxy=... ... own=...")
                .doesNotContain("hunter2", "sss", "lll");
    }

    @Test
    void everythingElseIsAsItWouldBe() throws Exception {
        assertThat(said("%s and %% of %m")).isEqualTo("200 and % of GET");
    }

    /** What the log says of a call with a secret in each place. */
    private static String said(String pattern) throws Exception {
        return said(pattern, "tail=1&ticket=" + TICKET, TOKEN);
    }

    private static String said(String pattern, String query, String token) throws Exception {
        ExchangeAttribute log =
                new ExchangeAttributeParser(SecretsInAccessLog.class.getClassLoader(), List.of())
                        .parse(pattern);
        Vertx vertx = Vertx.vertx();
        try (HttpClient client = HttpClient.newHttpClient()) {
            Router router = Router.router(vertx);
            router.get()
                    .handler(call -> {
                        call.response().putHeader("Set-Cookie", "own=hunter2; Path=/");
                        call.end(log.readAttribute(call));
                    });
            HttpServer server =
                    done(vertx.createHttpServer().requestHandler(router).listen(0, "127.0.0.1"));
            URI uri =
                    URI.create("http://127.0.0.1:%d/log?%s".formatted(server.actualPort(), query));
            return client.send(
                            HttpRequest.newBuilder(uri)
                                    .header("Authorization", "Bearer " + token)
                                    .header("Referer", "http://localhost/?x=" + token)
                                    .header(
                                            "Cookie",
                                            "tailrace=" + SESSION + "; hunter2; proxy=hunter2=")
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
