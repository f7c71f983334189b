package dev.tailrace.access;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.jose4j.json.JsonUtil;
import org.jose4j.lang.JoseException;
import org.jspecify.annotations.Nullable;

/**
 * A provider that publishes its keys as a JWK set, at an address that is configured or that it says
 * itself (OpenID Connect Discovery 1.0). They are asked for every few minutes, and when a token is
 * signed by one that is not there; nobody can make that happen more often. What holds is what was
 * had last: a provider that is away for a while keeps nobody out.
 *
 * <pre>
 *   NEWEST --REFRESH over, or an unknown key--> asking --keys--> NEWEST
 *                          ^                       `--none-----> STALE: said once, a gauge
 *                          `--AGAIN over--------------------------'
 * </pre>
 *
 * Any thread, but {@link #look} is for one.
 */
final class KeyProvider implements KeySource {
    /** A key that a provider takes away counts no longer than that. */
    static final Duration REFRESH = Duration.ofMinutes(5);

    /** Not before that again, whatever clients show. */
    static final Duration AGAIN = Duration.ofSeconds(10);

    /** Dozens of keys with their certificates. */
    private static final long MAX_BYTES = 256 * 1024;

    private static final String DISCOVERY = "/.well-known/openid-configuration";
    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");
    private static final System.Logger LOG = System.getLogger(KeyProvider.class.getName());

    private final String issuer;
    private final @Nullable URI jwks;
    private final InstantSource clock;
    private final Duration timeout;
    private final HttpClient http;

    private volatile JwtKeys keys = JwtKeys.NONE;
    private volatile boolean stale;
    private Instant asked = Instant.MIN;
    private CompletableFuture<Void> asking = CompletableFuture.completedFuture(null);

    /**
     * Asks for the keys and waits for them, but not for long.
     *
     * @param jwks where they are; null to ask the issuer
     * @param timeout for all that is asked at a time
     * @throws AccessException if an address is none, or the time is
     */
    KeyProvider(String issuer, @Nullable String jwks, InstantSource clock, Duration timeout) {
        if (!timeout.isPositive()) {
            throw new AccessException(
                    "tailrace.auth.jwt.timeout has '"
                            + timeout
                            + "'; accepted is 5s, for example.");
        }
        this.issuer = issuer;
        this.clock = clock;
        this.timeout = timeout;
        this.http =
                HttpClient.newBuilder()
                        .connectTimeout(timeout)
                        .followRedirects(HttpClient.Redirect.NEVER)
                        .build();
        this.jwks = jwks == null ? null : secure(jwks, "tailrace.auth.jwt.jwks");
        if (jwks == null) {
            var _ = secure(issuer, "tailrace.auth.jwt.issuer");
        }
        renewed().join();
    }

    /** What is not encrypted somebody on the way could put keys of his own into. */
    private static URI secure(String text, String key) {
        try {
            URI uri = URI.create(text);
            String host = String.valueOf(uri.getHost());
            if ("https".equals(uri.getScheme())
                    || ("http".equals(uri.getScheme()) && LOOPBACK.contains(host))) {
                return uri;
            }
        } catch (IllegalArgumentException _) {
            // As one that is not secure.
        }
        throw new AccessException(
                key + " has '" + text + "'; accepted is an https address, or http of localhost.");
    }

    @Override
    public JwtKeys keys() {
        return keys;
    }

    @Override
    public boolean isStale() {
        return stale;
    }

    @Override
    public void look() {
        if (isDue(stale ? AGAIN : REFRESH)) {
            var _ = renewed();
        }
    }

    private synchronized boolean isDue(Duration after) {
        return asking.isDone() && !clock.instant().isBefore(asked.plus(after));
    }

    @Override
    public synchronized CompletableFuture<Void> renewed() {
        if (isDue(AGAIN)) {
            asked = clock.instant();
            asking = ask().handle(this::answered);
        }
        return asking;
    }

    private CompletableFuture<JwtKeys> ask() {
        CompletableFuture<URI> where =
                jwks != null
                        ? CompletableFuture.completedFuture(jwks)
                        : get(URI.create(issuer.replaceFirst("/$", "") + DISCOVERY))
                                .thenApply(this::discovered);
        return where.thenCompose(this::get)
                .thenApply(JwtKeys::parse)
                .orTimeout(timeout.toMillis(), TimeUnit.MILLISECONDS);
    }

    private CompletableFuture<String> get(URI uri) {
        HttpRequest request = HttpRequest.newBuilder(uri).build();
        CompletableFuture<HttpResponse<String>> answer =
                http.sendAsync(
                        request, BodyHandlers.limiting(BodyHandlers.ofString(UTF_8), MAX_BYTES));
        return answer.copy()
                .orTimeout(timeout.toMillis(), TimeUnit.MILLISECONDS)
                // The client's own time-out ends with the head: a body that drips would stay open.
                .whenComplete((_, _) -> answer.cancel(true))
                .thenApply(each -> body(uri, each));
    }

    private static String body(URI uri, HttpResponse<String> answer) {
        if (answer.statusCode() != 200) {
            throw new UncheckedIOException(
                    new IOException(uri + " answers " + answer.statusCode() + ", not 200"));
        }
        return answer.body();
    }

    private URI discovered(String text) {
        try {
            var said = JsonUtil.parseJson(text);
            if (!issuer.equals(said.get("issuer"))) {
                throw new IllegalArgumentException("its discovery is of another issuer");
            }
            return secure(String.valueOf(said.get("jwks_uri")), "jwks_uri of its discovery");
        } catch (JoseException e) {
            throw new IllegalArgumentException("its discovery is not JSON", e);
        }
    }

    private @Nullable Void answered(@Nullable JwtKeys now, @Nullable Throwable failure) {
        boolean was = stale;
        stale = failure != null;
        if (failure == null) {
            keys = Objects.requireNonNull(now);
        }
        if (failure != null && !was) {
            LOG.log(
                    System.Logger.Level.ERROR,
                    "The keys of {0} cannot be had: {1}. Those of before hold ({2}).",
                    issuer,
                    failure instanceof CompletionException ? failure.getCause() : failure,
                    keys);
        } else if (failure == null && was) {
            LOG.log(System.Logger.Level.INFO, "There are keys of {0} again; {1}.", issuer, now);
        }
        return null;
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
