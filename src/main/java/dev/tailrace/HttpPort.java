package dev.tailrace;

import io.quarkus.runtime.LaunchMode;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.ServerSocketChannel;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * The address that the gateway will serve at. Quarkus opens it after all else has started, which is
 * too late to find that another program has it: by then commands would run. Any thread.
 */
@Singleton
class HttpPort {
    private final InetSocketAddress address;
    private final boolean shared;
    private final boolean opened;

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
        this.address = new InetSocketAddress(host, port);
        this.shared = shared;
        this.opened =
                port != 0
                        && !address.isUnresolved() // which Quarkus says
                        && !insecure.equalsIgnoreCase("disabled")
                        && LaunchMode.current() == LaunchMode.NORMAL;
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
