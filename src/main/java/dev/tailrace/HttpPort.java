package dev.tailrace;

import dev.tailrace.access.AccessException;
import dev.tailrace.access.Loopback;
import dev.tailrace.cli.TlsDefaults;
import dev.tailrace.face.ManagementPort;
import dev.tailrace.hub.stream.HubException;
import io.quarkus.runtime.LaunchMode;
import io.quarkus.runtime.QuarkusBindException;
import io.quarkus.vertx.http.HttpServerOptionsCustomizer;
import io.vertx.core.http.HttpServerOptions;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.nio.channels.ServerSocketChannel;
import java.util.stream.IntStream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/**
 * The addresses that the gateway will serve at. Quarkus opens them after all else has started,
 * which is too late to find that another program has one: by then commands would run. Any thread.
 */
@Singleton
class HttpPort implements HttpServerOptionsCustomizer {
    private static final int MAX_PORT = 65_535;

    private final String host;
    private final int[] ports;
    private final boolean shared;

    /** Where nobody but this machine's users can connect. */
    private @Nullable InetAddress loopback;

    /**
     * @param shared whether the command line holds the port for the server (SO_REUSEPORT)
     * @param insecure whether there is anything but TLS, which then has a port of its own
     */
    HttpPort(
            @ConfigProperty(name = "quarkus.http.host") String host,
            @ConfigProperty(name = "quarkus.http.port", defaultValue = "8080") int port,
            @ConfigProperty(name = "quarkus.http.ssl-port", defaultValue = "8443") int tlsPort,
            @ConfigProperty(name = TlsDefaults.HAS_CERTIFICATE, defaultValue = "false") boolean tls,
            @ConfigProperty(name = "quarkus.http.so-reuse-port", defaultValue = "false")
                    boolean shared,
            @ConfigProperty(name = "quarkus.http.insecure-requests", defaultValue = "enabled")
                    String insecure) {
        this.host = host;
        this.shared = shared;
        IntStream plain =
                insecure.equalsIgnoreCase("disabled") ? IntStream.of() : IntStream.of(port);
        this.ports =
                IntStream.concat(plain, tls ? IntStream.of(tlsPort) : IntStream.of()).toArray();
        requirePossible("quarkus.http.port", port);
        if (tls) {
            requirePossible("quarkus.http.ssl-port", tlsPort);
        }
        requireOfUrl(host);
    }

    /**
     * Quarkus makes a URL of the address once it serves there, and waits for ever if that is none:
     * a zone such as that of {@code fe80::1%eth0} has no place in there.
     */
    private static void requireOfUrl(String host) {
        try {
            var _ = new URI("http://" + host + ":1/");
        } catch (URISyntaxException _) {
            throw new HubException(
                    "--host "
                            + host
                            + " cannot be part of a URL; accepted is an address without a port and"
                            + " a zone (%), or a name of this machine.");
        }
    }

    /** Quarkus and the JDK say of another that it is out of range, and not whose. */
    private static void requirePossible(String key, int port) {
        if (port < 0 || port > MAX_PORT) {
            throw new HubException(
                    key + " is " + port + ": a number from 0 to " + MAX_PORT + " is accepted.");
        }
    }

    /**
     * Has the server be opened only where nobody but this machine's users can connect: at what the
     * name means now, whatever it may mean later.
     *
     * @throws AccessException if others can, or it is not known
     */
    void requireLoopback() {
        try {
            loopback = loopback(host, InetAddress.getAllByName(host));
        } catch (UnknownHostException _) {
            // Which is said in its turn: nothing can be opened there.
        }
    }

    /** The first of the addresses that the name has, if all of them are this machine's alone. */
    static InetAddress loopback(String host, InetAddress... all) {
        if (!Loopback.isAllOf(all)) {
            throw forOthers(host);
        }
        return all[0];
    }

    private static AccessException forOthers(String host) {
        return new AccessException(
                "others than the users of this machine could connect to "
                        + host
                        + ", and read all streams: tailrace.auth.mode is none. Either let only"
                        + " those in that have a token (tailrace.auth.mode=token and"
                        + " tailrace.auth.token-file=FILE, which 'tailrace token new --file FILE'"
                        + " makes; other modes are proxy, jwt and mtls), or serve this machine"
                        + " alone (--host 127.0.0.1). If everybody that can connect is meant:"
                        + " tailrace.auth.allow-everybody=true.");
    }

    @Override
    public void customizeHttpServer(HttpServerOptions options) {
        if (loopback != null) {
            options.setHost(loopback.getHostAddress());
        }
    }

    @Override
    public void customizeHttpsServer(HttpServerOptions options) {
        customizeHttpServer(options);
    }

    /**
     * Opens each once, and closes it.
     *
     * @throws UncheckedIOException if that cannot be
     */
    void requireFree(ManagementPort management) {
        if (LaunchMode.current() == LaunchMode.NORMAL) {
            requireFree();
            requirePossible("tailrace.management.port", management.port());
            if (management.isSeparate()) {
                requireFree(
                        "tailrace.management.host", management.host(), management.port(), false);
            }
        }
    }

    /** The gateway's own, at any port, too, which the address may not have. */
    void requireFree() {
        IntStream.of(ports).forEach(port -> requireFree("--host", host, port, shared));
    }

    private static void requireFree(String key, String host, int port, boolean shared) {
        InetSocketAddress address = new InetSocketAddress(host, port);
        if (address.isUnresolved()) {
            throw new HubException(
                    key
                            + " "
                            + host
                            + " is not known; accepted is an address or a name of this machine.");
        }
        try (ServerSocketChannel trial = ServerSocketChannel.open()) {
            trial.setOption(StandardSocketOptions.SO_REUSEPORT, shared).bind(address);
        } catch (IOException e) {
            throw new UncheckedIOException(
                    new QuarkusBindException(host, port, new BindException(e.getMessage())));
        }
    }
}
