package dev.tailrace;

import dev.tailrace.access.AccessException;
import io.quarkus.runtime.LaunchMode;
import io.quarkus.vertx.http.HttpServerOptionsCustomizer;
import io.vertx.core.http.HttpServerOptions;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.net.UnknownHostException;
import java.nio.channels.ServerSocketChannel;
import java.util.Arrays;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/**
 * The address that the gateway will serve at. Quarkus opens it after all else has started, which is
 * too late to find that another program has it: by then commands would run. Any thread.
 */
@Singleton
class HttpPort implements HttpServerOptionsCustomizer {
    private final String host;
    private final InetSocketAddress address;
    private final boolean shared;
    private final boolean opened;

    /** Where nobody but this machine's users can connect. */
    private @Nullable InetAddress loopback;

    /**
     * @param shared whether the command line holds the port for the server (SO_REUSEPORT)
     * @param insecure whether there is anything but TLS, which has a port of its own
     */
    HttpPort(
            @ConfigProperty(name = "quarkus.http.host") String host,
            @ConfigProperty(name = "quarkus.http.port", defaultValue = "8080") int port,
            @ConfigProperty(name = "quarkus.http.so-reuse-port", defaultValue = "false")
                    boolean shared,
            @ConfigProperty(name = "quarkus.http.insecure-requests", defaultValue = "enabled")
                    String insecure) {
        this.host = host;
        this.address = new InetSocketAddress(host, port);
        this.shared = shared;
        this.opened =
                port != 0
                        && !address.isUnresolved() // which Quarkus says
                        && !insecure.equalsIgnoreCase("disabled")
                        && LaunchMode.current() == LaunchMode.NORMAL;
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
        if (!Arrays.stream(all).allMatch(InetAddress::isLoopbackAddress)) {
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
                        + " makes), or serve this machine alone (--host 127.0.0.1). If everybody"
                        + " that can connect is meant: tailrace.auth.allow-everybody=true.");
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
     * Opens it once, and closes it.
     *
     * @throws UncheckedIOException if that cannot be
     */
    void requireFree() {
        if (opened) {
            try (ServerSocketChannel trial = ServerSocketChannel.open()) {
                trial.setOption(StandardSocketOptions.SO_REUSEPORT, shared).bind(address);
            } catch (IOException e) {
                throw new UncheckedIOException(new IOException("bind: " + e.getMessage(), e));
            }
        }
    }
}
