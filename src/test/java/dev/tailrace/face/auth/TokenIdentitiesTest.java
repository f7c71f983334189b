package dev.tailrace.face.auth;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.tailrace.Waiting;
import dev.tailrace.access.Access;
import dev.tailrace.access.AccessConfig;
import dev.tailrace.access.AccessControl;
import dev.tailrace.face.Clients;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.credential.TokenCredential;
import io.quarkus.security.identity.AuthenticationRequestContext;
import io.quarkus.security.identity.request.TokenAuthenticationRequest;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.vertx.core.Vertx;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jose4j.jwk.JsonWebKey.OutputControlLevel;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jwk.PublicJsonWebKey;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.NumericDate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Signed tokens, whose keys a provider has changed meanwhile. */
class TokenIdentitiesTest {
    private static final AuthenticationRequestContext NO_BLOCKING =
            _ -> {
                throw new AssertionError("a worker would be needed for each request");
            };

    private Instant now = Instant.parse("2026-11-20T04:00:00Z");
    private PublicJsonWebKey old;
    private PublicJsonWebKey next;
    private JsonWebKeySet published;
    private HttpServer provider;
    private String issuer = "";

    private static PublicJsonWebKey key(String name) throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(256);
        KeyPair pair = generator.generateKeyPair();
        PublicJsonWebKey key = PublicJsonWebKey.Factory.newPublicJwk(pair.getPublic());
        key.setPrivateKey(pair.getPrivate());
        key.setKeyId(name);
        return key;
    }

    private String token(PublicJsonWebKey key, String issuer) throws Exception {
        JwtClaims claims = new JwtClaims();
        claims.setIssuer(issuer);
        claims.setAudience("tailrace");
        claims.setSubject("alice");
        claims.setExpirationTime(NumericDate.fromSeconds(now.getEpochSecond() + 60));
        JsonWebSignature signed = new JsonWebSignature();
        signed.setPayload(claims.toJson());
        signed.setAlgorithmHeaderValue("ES256");
        signed.setKeyIdHeaderValue(key.getKeyId());
        signed.setKey(key.getPrivateKey());
        return signed.getCompactSerialization();
    }

    private static AccessConfig config(String issuer) {
        SmallRyeConfig config =
                new SmallRyeConfigBuilder()
                        .withMapping(AccessConfig.class)
                        .withDefaultValue("tailrace.auth.mode", "jwt")
                        .withDefaultValue("tailrace.auth.jwt.issuer", issuer)
                        .withDefaultValue("tailrace.auth.jwt.audience", "tailrace")
                        .withDefaultValue("tailrace.auth.jwt.jwks", issuer + "/keys")
                        .withDefaultValue("tailrace.auth.jwt.timeout", Waiting.LIMIT.toString())
                        .build();
        return config.getConfigMapping(AccessConfig.class);
    }

    /** Whose name the token has, as it is found out on an event loop; and goes on there. */
    private static String ask(Vertx vertx, AccessControl control, String token) {
        CompletableFuture<String> answer = new CompletableFuture<>();
        TokenAuthenticationRequest request =
                new TokenAuthenticationRequest(new TokenCredential(token, "Bearer"));
        vertx.getOrCreateContext()
                .runOnContext(_ -> {
                    Thread loop = Thread.currentThread();
                    new TokenIdentities(control)
                            .authenticate(request, NO_BLOCKING)
                            .subscribe()
                            .with(
                                    identity -> {
                                        assertSame(loop, answer);
                                        Access access = identity.getAttribute(Clients.ACCESS);
                                        answer.complete(access.principal());
                                    },
                                    failure -> {
                                        assertSame(loop, answer);
                                        answer.complete(failure.getClass().getSimpleName());
                                    });
                });
        return answer.join();
    }

    private static void assertSame(Thread loop, CompletableFuture<String> answer) {
        if (Thread.currentThread() != loop) {
            answer.complete("on another thread");
        }
    }

    @BeforeEach
    void publish() throws Exception {
        old = key("old");
        next = key("next");
        published = new JsonWebKeySet(old);
        provider = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        provider.createContext(
                "/",
                call -> {
                    byte[] body = published.toJson(OutputControlLevel.PUBLIC_ONLY).getBytes(UTF_8);
                    call.sendResponseHeaders(200, body.length);
                    call.getResponseBody().write(body);
                    call.close();
                });
        provider.start();
        issuer = "http://127.0.0.1:" + provider.getAddress().getPort();
    }

    @AfterEach
    void stop() {
        provider.stop(0);
    }

    @Test
    void aTokenOfANewKeyWaitsForThatKeyAndGoesOnOnItsEventLoop() throws Exception {
        Vertx vertx = Vertx.vertx();
        try (AccessControl control = AccessControl.open(config(issuer), () -> now)) {
            String refused = AuthenticationFailedException.class.getSimpleName();
            assertThat(ask(vertx, control, token(old, issuer))).isEqualTo("alice");
            assertThat(ask(vertx, control, token(next, issuer))).isEqualTo(refused);
            published.addJsonWebKey(next);
            now = now.plus(Duration.ofSeconds(10));
            assertThat(ask(vertx, control, token(next, issuer))).isEqualTo("alice");
            assertThat(ask(vertx, control, token(key("none"), issuer))).isEqualTo(refused);
            assertThat(ask(vertx, control, "trl_" + "a".repeat(43))).isEqualTo(refused);
        } finally {
            vertx.close().toCompletionStage().toCompletableFuture().join();
        }
    }

    @Test
    void aWebSocketGoesOnWithATokenOfANewKey() throws Exception {
        try (AccessControl control = AccessControl.open(config(issuer), () -> now)) {
            Access before = control.ofToken(token(old, issuer)).orElseThrow();
            published.addJsonWebKey(next);
            now = now.plus(Duration.ofSeconds(10));
            CompletionStage<Optional<Access>> renewed =
                    control.askRenewed(before, token(next, issuer));
            assertThat(Waiting.outcome(renewed.toCompletableFuture()))
                    .map(Access::expires)
                    .contains(now.plus(Duration.ofSeconds(60)));
        }
    }
}
