package dev.tailrace.access;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

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
        /** By a token that somebody else has signed. */
        JWT,
        /** By a certificate that the client has. */
        MTLS;

        /** All of them, for people. */
        public static final String ACCEPTED =
                Arrays.stream(values()).map(Mode::text).collect(Collectors.joining(", "));

        /** As in the configuration. */
        public String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** One way at a time. */
    @WithDefault("none")
    Mode mode();

    /** The tokens, as hashes, users, groups and names in certificates, with what each may. */
    Optional<Path> tokenFile();

    /** Who is believed that says who a client is. */
    ProxyConfig proxy();

    /** Whose signed tokens count. */
    JwtConfig jwt();

    /**
     * Whether every client may do all although others than this machine's users can connect: the
     * gateway does not start with such an address, nor answers what a proxy passes on, unless
     * somebody has said that this is meant.
     */
    @WithDefault("false")
    boolean allowEverybody();

    /**
     * How many sessions of browsers there may be of one principal, which may be a team that shares
     * a token. With one more the oldest ends.
     */
    @WithDefault("100")
    int maxSessionsPerPrincipal();

    /** How many sessions of browsers there may be in all. One takes about 500 bytes of memory. */
    @WithDefault("5000")
    int maxSessions();

    /** How many tickets of one principal may wait to be used: each waits 30 s at most. */
    @WithDefault("1000")
    int maxTicketsPerPrincipal();

    /** How many tickets may wait in all. One takes 300 bytes of memory, with 100 streams 1 KB. */
    @WithDefault("5000")
    int maxTickets();
}
