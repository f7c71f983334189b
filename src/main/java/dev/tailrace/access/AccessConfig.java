package dev.tailrace.access;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.util.Optional;

/** {@code tailrace.auth}: how clients are told apart. */
@ConfigMapping(prefix = "tailrace.auth")
public interface AccessConfig {
    /** How the gateway knows who a client is. */
    enum Mode {
        /** It does not: every client may do all. */
        NONE,
        /** By a token that the client has. */
        TOKEN,
        /** By what a proxy says. */
        PROXY,
        /** By a certificate that the client has. */
        MTLS
    }

    /** One way at a time. */
    @WithDefault("none")
    Mode mode();

    /** The tokens, as hashes, users, groups and names in certificates, with what each may. */
    Optional<Path> tokenFile();

    /** Who is believed that says who a client is. */
    ProxyConfig proxy();

    /**
     * Whether every client may do all although others than this machine's users can connect: the
     * gateway does not start with such an address, nor answers what a proxy passes on, unless
     * somebody has said that this is meant.
     */
    @WithDefault("false")
    boolean allowEverybody();
}
