package dev.tailrace.access;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.tailrace.Waiting;
import dev.tailrace.log.LogLines;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A provider that changes its keys, is away, or is none: a server that serves what it would. */
class KeyProviderTest {
    private static final String DISCOVERY = "/.well-known/openid-configuration";
    private static final Signer OLD = Signer.ec("old");
    private static final Signer NEW = Signer.ec("new");

    private final Map<String, String> pages = new ConcurrentHashMap<>();
    private final AtomicInteger asked = new AtomicInteger();
    private Instant now = Instant.ofEpochSecond(Signer.NOW);
    private HttpServer server;
    private String issuer = "";
    private @Nullable SignedTokens tokens;

    @BeforeEach
    void serve() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
        issuer = "http://127.0.0.1:" + server.getAddress().getPort() + "/realms/a";
        publish(OLD);
    }

    @AfterEach
    void stop() {
        if (tokens != null) {
            tokens.source().close();
        }
        server.stop(0);
    }

    private void answer(HttpExchange call) throws IOException {
        asked.incrementAndGet();
        String page = pages.getOrDefault(call.getRequestURI().getPath(), "404");
        boolean plain = !page.matches("[0-9]{3}.*");
        byte[] body = (plain ? page : "").getBytes(UTF_8);
        if (page.startsWith("302 ")) {
            call.getResponseHeaders().add("Location", page.substring(4));
        }
        call.sendResponseHeaders(plain ? 200 : Integer.parseInt(page.substring(0, 3)), body.length);
        call.getResponseBody().write(body);
        call.close();
    }

    private void discovery(String saidIssuer, String jwks) {
        pages.put(
                "/realms/a" + DISCOVERY,
                "{\"issuer\":\"" + saidIssuer + "\",\"jwks_uri\":\"" + jwks + "\",\"x\":[1]}");
    }

    private void publish(Signer... signers) {
        discovery(issuer, issuer + "/certs");
        pages.put("/realms/a/certs", Signer.set(signers));
    }

    private record Config(
            Optional<String> issuer,
            Optional<String> audience,
            Optional<Path> keyFile,
            Optional<String> jwks)
            implements JwtConfig {
        @Override
        public List<String> algorithms() {
            return List.of("ES256");
        }

        @Override
        public Duration timeout() {
            return Waiting.LIMIT;
        }

        @Override
        public String claim() {
            return "tailrace";
        }
    }

    private SignedTokens tokens(@Nullable String jwks) {
        tokens =
                SignedTokens.of(
                        new Config(
                                Optional.of(issuer),
                                Optional.of(Signer.AUDIENCE),
                                Optional.empty(),
                                Optional.ofNullable(jwks)),
                        () -> now);
        return tokens;
    }

    private Optional<Access> ask(SignedTokens of, Signer signer) {
        Map<String, Object> claims = Signer.claims("iss", issuer);
        claims.put("exp", now.getEpochSecond() + 60);
        return of.askOfToken(signer.sign(claims), () -> now).toCompletableFuture().join();
    }

    private void pass(Duration time) {
        now = now.plus(time);
    }

    @Test
    void keysAreWhereTheIssuerSaysOrTheConfiguration() {
        assertThat(ask(tokens(null), OLD)).isPresent();
        assertThat(asked).hasValue(2);
        pages.remove("/realms/a" + DISCOVERY);
        SignedTokens direct = tokens(issuer + "/certs");
        assertThat(ask(direct, OLD)).isPresent();
        assertThat(direct.source().isStale()).isFalse();
    }

    @Test
    void aNewKeyIsAskedForWhenATokenIsSignedWithItButNotByEachOfThem() {
        SignedTokens all = tokens(null);
        int before = asked.get();
        publish(OLD, NEW);
        assertThat(ask(all, NEW)).as("too soon after the start").isEmpty();
        assertThat(asked).hasValue(before);
        pass(KeyProvider.AGAIN);
        assertThat(ask(all, NEW)).isPresent();
        assertThat(asked).hasValue(before + 2);
        Signer stranger = Signer.ec("stranger");
        IntStream.range(0, 20).forEach(_ -> assertThat(ask(all, stranger)).isEmpty());
        assertThat(asked).hasValue(before + 2);
        pass(KeyProvider.AGAIN);
        assertThat(ask(all, Signer.ec("new"))).as("of a key that is known by name").isEmpty();
        assertThat(ask(all, OLD)).isPresent();
    }

    @Test
    void aKeyThatIsTakenAwayLetsNobodyInAndEndsThoseThatAre() {
        SignedTokens all = tokens(null);
        Access access = ask(all, OLD).orElseThrow();
        assertThat(all.current(access, now)).contains(access);
        publish(NEW);
        all.source().look();
        assertThat(all.current(access, now)).contains(access);
        pass(KeyProvider.REFRESH);
        all.source().look();
        all.source().renewed().join();
        assertThat(all.current(access, now)).isEmpty();
        assertThat(ask(all, OLD)).isEmpty();
        assertThat(ask(all, NEW)).isPresent();
    }

    @Test
    void aProviderThatIsAwayKeepsNobodyOutThatItsKeysLetIn() {
        SignedTokens all = tokens(null);
        pages.clear();
        pass(KeyProvider.REFRESH);
        all.source().look();
        all.source().renewed().join();
        assertThat(all.source().isStale()).isTrue();
        assertThat(ask(all, OLD)).isPresent();
        publish(NEW);
        pass(KeyProvider.AGAIN);
        all.source().look();
        all.source().renewed().join();
        assertThat(all.source().isStale()).isFalse();
        assertThat(ask(all, NEW)).isPresent();
    }

    @Test
    void theGatewayStartsWithoutItsProviderAndLetsNobodyIn() {
        pages.clear();
        SignedTokens all = tokens(null);
        assertThat(all.source().isStale()).isTrue();
        assertThat(all.source().keys()).isEqualTo(JwtKeys.NONE);
        assertThat(ask(all, OLD)).isEmpty();
        publish(OLD);
        pass(KeyProvider.AGAIN);
        assertThat(ask(all, OLD)).isPresent();
    }

    @Test
    void theTimeForItsAnswersIsLongerThanNone() {
        assertThatThrownBy(() -> new KeyProvider(issuer, null, () -> now, Duration.ZERO))
                .isInstanceOf(AccessException.class)
                .hasMessage("tailrace.auth.jwt.timeout has 'PT0S'; accepted is 5s, for example.");
    }

    @Test
    void aProviderThatDoesNotComeToItsEndIsLeft() throws IOException {
        try (ServerSocket slow = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            CompletableFuture<Void> left = CompletableFuture.runAsync(() -> answerSlowly(slow));
            String jwks = "http://127.0.0.1:" + slow.getLocalPort();
            KeyProvider provider = new KeyProvider(issuer, jwks, () -> now, Duration.ofMillis(200));
            try {
                assertThat(provider.isStale()).isTrue();
                Waiting.outcome(left);
            } finally {
                provider.close();
            }
        }
    }

    /** Gives a head and no body, until the client is gone. */
    private static void answerSlowly(ServerSocket server) {
        try (Socket client = server.accept()) {
            client.getOutputStream()
                    .write("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n".getBytes(UTF_8));
            client.getInputStream().readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"500", "503", "", "garbage", "{\"keys\":{}}", "302 CERTS2", "LARGE"})
    void whatIsNoSetOfKeysIsNotTaken(String page) {
        pages.put("/realms/a/certs2", Signer.set(OLD));
        pages.put(
                "/realms/a/certs",
                page.equals("LARGE")
                        ? Signer.set(OLD) + " ".repeat(300_000)
                        : page.replace("CERTS2", issuer + "/certs2"));
        assertThat(tokens(null).source().keys()).isEqualTo(JwtKeys.NONE);
    }

    @Test
    void discoveryOfAnotherIssuerOrToAnOpenAddressIsNotFollowed() {
        discovery("https://evil.example", issuer + "/certs");
        assertThat(tokens(null).source().keys()).isEqualTo(JwtKeys.NONE);
        for (String jwks : List.of("http://evil.example/certs", "file:///etc/keys", "", "certs")) {
            discovery(issuer, jwks);
            assertThat(tokens(null).source().keys()).as(jwks).isEqualTo(JwtKeys.NONE);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://login.example.com",
                "file:///keys",
                "login",
                "",
                "http://localhost.evil.example"
            })
    void anAddressMustBeEncrypted(String address) {
        assertThatExceptionOfType(AccessException.class)
                .isThrownBy(() -> tokens(address))
                .withMessageContaining("tailrace.auth.jwt.jwks has '" + address + "'");
        issuer = address;
        assertThatExceptionOfType(AccessException.class)
                .isThrownBy(() -> tokens(null))
                .withMessageContaining("tailrace.auth.jwt.issuer has '" + address + "'");
    }

    @Test
    void aKeyFileMayBeReadByAllAndIsReadAgain(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("keys"), OLD.pem());
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        KeySource source = KeySource.OfFile.at(file);
        assertThat(source.keys().prints()).containsExactly(print(OLD));
        Files.writeString(file, Signer.set(NEW));
        lookTwice(source);
        assertThat(source.keys().prints()).containsExactly(print(NEW));
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw-r--"));
        lookTwice(source);
        assertThat(source.isStale()).isTrue();
        assertThatExceptionOfType(AccessException.class)
                .isThrownBy(() -> KeySource.OfFile.at(file))
                .withMessageContaining("nobody else can write");
    }

    /** Once for a change to be seen, and once for it to be over. */
    private static void lookTwice(KeySource source) {
        source.look();
        source.look();
    }

    @Test
    void aKeyFileThatCannotBeUsedChangesNothingAndTheLogSaysWhy(@TempDir Path folder)
            throws IOException {
        Path file = Files.writeString(folder.resolve("keys"), OLD.pem());
        KeySource source = KeySource.OfFile.at(file);
        String half = NEW.pem().substring(0, NEW.pem().length() / 2);
        try (LogLines log = new LogLines("dev.tailrace.access")) {
            for (String broken : List.of(half, "", "garbage", "{\"keys\":[]}")) {
                Files.writeString(file, broken);
                lookTwice(source);
                assertThat(source.keys().prints()).as(broken).containsExactly(print(OLD));
                assertThat(source.isStale()).as(broken).isTrue();
                assertThat(log.all()).as(broken).hasSize(1);
                assertThat(log.all().getFirst())
                        .contains("key file", file.toString(), "it has no public key")
                        .contains("What it said before holds");
                log.forget();
            }
            Files.delete(file);
            lookTwice(source);
            assertThat(log.all()).singleElement().asString().contains(file.toString());
        }
        assertThat(source.keys().prints()).containsExactly(print(OLD));
        Files.writeString(file, NEW.pem());
        lookTwice(source);
        assertThat(source.keys().prints()).containsExactly(print(NEW));
        assertThat(source.isStale()).isFalse();
    }

    private static String print(Signer signer) {
        return JwtKeys.print(signer.pair().getPublic());
    }

    @Test
    void issuerAndAudienceAreNeeded() {
        Optional<String> none = Optional.empty();
        assertThatExceptionOfType(AccessException.class)
                .isThrownBy(() ->
                        SignedTokens.of(new Config(none, none, Optional.empty(), none), () -> now))
                .withMessageContaining("tailrace.auth.jwt.issuer is missing");
        assertThatExceptionOfType(AccessException.class)
                .isThrownBy(() ->
                        SignedTokens.of(
                                new Config(Optional.of("a"), none, Optional.empty(), none),
                                () -> now))
                .withMessageContaining("tailrace.auth.jwt.audience is missing");
    }
}
