package dev.tailrace.face;

import static java.util.Objects.requireNonNull;

import dev.tailrace.access.Loopback;
import dev.tailrace.model.Refusal;
import io.netty.util.AttributeKey;
import io.quarkus.runtime.QuarkusBindException;
import io.quarkus.tls.runtime.config.TlsConfig;
import io.quarkus.vertx.http.HttpServerOptionsCustomizer;
import io.quarkus.vertx.http.runtime.HttpCertificateUpdateEventListener;
import io.quarkus.vertx.http.runtime.VertxHttpRecorder;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.impl.ConnectionBase;
import io.vertx.ext.web.RoutingContext;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.regex.Pattern;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/**
 * Health, metrics and whatever else is below {@code /q}: on a port of its own where others than
 * this machine's users can connect to the gateway, since metrics name all streams.
 *
 * <pre>
 *   only loopback is bound    the one port has all
 *   anything else is bound    the one port has all but /q/*, this one has /q/* and nothing else
 * </pre>
 *
 * Quarkus' own management interface is there or not by the build, and passes over the filters of
 * this package. So this is one more server, with the options and the routes of the other one.
 * {@link #open} is for the start; the rest is on the connections' event loops.
 */
@Singleton
public final class ManagementPort implements HttpServerOptionsCustomizer {
    /** Of a connection that has come here. */
    private static final AttributeKey<Boolean> HERE =
            AttributeKey.valueOf(ManagementPort.class, "here");

    /** After {@link RequestTargets}, and before all that answers. */
    private static final int PRIORITY = 998;

    private static final Pattern PATH = Pattern.compile("/+q(/.*)?");

    private final ManagementConfig config;
    private final boolean separate;
    private final Optional<String> tlsName;
    private final Vertx vertx;
    private final ProblemAnswer problems;
    private final HttpCertificateUpdateEventListener certificates;
    private @Nullable HttpServerOptions options;
    private @Nullable HttpServer server;

    ManagementPort(
            ManagementConfig config,
            @ConfigProperty(name = "quarkus.http.host") String host,
            @ConfigProperty(name = "quarkus.http.tls-configuration-name") Optional<String> tlsName,
            Vertx vertx,
            ProblemAnswer problems,
            HttpCertificateUpdateEventListener certificates) {
        this.config = config;
        this.separate = !Loopback.isAllOf(host);
        this.tlsName = tlsName;
        this.vertx = vertx;
        this.problems = problems;
        this.certificates = certificates;
    }

    /** Whether there is one. */
    public boolean isSeparate() {
        return separate;
    }

    public String host() {
        return config.host();
    }

    /** The one that it has, or is to have; 0 for any. */
    public int port() {
        return server == null ? config.port() : server.actualPort();
    }

    /** Where it is, if there is one. */
    public Optional<String> address() {
        HttpServer opened = server;
        return opened == null
                ? Optional.empty()
                : Optional.of(
                        ServedUrl.of(
                                requireNonNull(options).isSsl(),
                                host(),
                                Integer.toString(opened.actualPort())));
    }

    @Override
    public void customizeHttpServer(HttpServerOptions plain) {
        options = plain;
    }

    /** Comes after the other, if there is TLS at all. */
    @Override
    public void customizeHttpsServer(HttpServerOptions tls) {
        if (tls.getKeyCertOptions() != null) {
            options = tls;
        }
    }

    /**
     * Opens it if there is one, once the gateway serves.
     *
     * @throws UncheckedIOException if that cannot be
     */
    public void open() {
        HttpServerOptions others = options;
        if (!separate || others == null) {
            return;
        }
        HttpServerOptions own =
                new HttpServerOptions(others)
                        .setHost(config.host())
                        .setPort(config.port())
                        .setReusePort(false);
        server =
                vertx.createHttpServer(own)
                        .connectionHandler(ManagementPort::mark)
                        .requestHandler(
                                request -> VertxHttpRecorder.getRootHandler().handle(request));
        try {
            server.listen().toCompletionStage().toCompletableFuture().join();
        } catch (CompletionException e) {
            BindException why = new BindException(String.valueOf(e.getCause()));
            throw new UncheckedIOException(
                    new QuarkusBindException(config.host(), config.port(), why));
        }
        if (own.isSsl()) {
            certificates.register(
                    server, tlsName.orElse(TlsConfig.DEFAULT_NAME), "management port");
        }
    }

    private static void mark(HttpConnection connection) {
        ((ConnectionBase) connection).channel().attr(HERE).set(Boolean.TRUE);
    }

    void part(@Observes Filters filters) {
        if (separate) {
            filters.register(this::part, PRIORITY);
        }
    }

    private void part(RoutingContext call) {
        boolean here = ((ConnectionBase) call.request().connection()).channel().hasAttr(HERE);
        boolean own = PATH.matcher(call.normalizedPath()).matches();
        if (here == own) {
            call.next();
        } else {
            problems.send(call.response(), elsewhere(call, own));
            BodyDrain.drop(call.request(), Calls.eventLoop());
        }
    }

    private static Refusal elsewhere(RoutingContext call, boolean own) {
        return new Refusal(
                Refusal.Reason.UNKNOWN_CALL,
                "There is no call "
                        + Calls.name(call.request())
                        + " here: "
                        + (own
                                ? "health and metrics have a port of their own, tailrace.management.port."
                                : "this port has health and metrics alone."),
                Refusal.Facts.ofParameter("path", Calls.path(call.request()), null));
    }

    @PreDestroy
    void close() {
        if (server != null) {
            var _ = server.close();
        }
    }
}
