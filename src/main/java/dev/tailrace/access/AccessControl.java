package dev.tailrace.access;

import dev.tailrace.access.AccessConfig.Mode;
import java.io.Closeable;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Knows what clients may in the mode that is configured, and has one thread that looks whether that
 * is so still. Any thread.
 *
 * <pre>
 *   mode none   every client is EVERYONE; nothing is looked at
 *   mode token  Tokens --what a token may--> Access --AccessEnds--> clients that read on and on
 * </pre>
 */
public final class AccessControl implements Closeable {
    private static final System.Logger LOG = System.getLogger(AccessControl.class.getName());

    /** Two of these until a change of the file is seen, and a second in all until readers end. */
    private static final Duration LOOK = Duration.ofMillis(250);

    private final Mode mode;
    private final InstantSource clock;
    private final @Nullable Tokens tokens;
    private final Sessions sessions;
    private final AccessEnds ends;
    private @Nullable ScheduledExecutorService thread;

    private AccessControl(AccessConfig config, @Nullable Tokens tokens, InstantSource clock) {
        this.mode = config.mode();
        this.tokens = tokens;
        this.clock = clock;
        Function<Access, Optional<Access>> now = tokens == null ? Optional::of : tokens::current;
        this.sessions =
                new Sessions(
                        new Sessions.Limits(config.maxSessionsPerPrincipal(), config.maxSessions()),
                        now,
                        new SecureRandom());
        this.ends = new AccessEnds(sessions::current);
    }

    /**
     * Makes it as it is configured.
     *
     * @throws AccessException if what the mode needs is not there
     */
    public static AccessControl open(AccessConfig config, InstantSource clock) {
        return switch (config.mode()) {
            case NONE -> new AccessControl(config, null, clock);
            case TOKEN -> {
                Tokens tokens =
                        new Tokens(
                                config.tokenFile()
                                        .orElseThrow(() ->
                                                new AccessException(
                                                        "tailrace.auth.mode is token, and"
                                                                + " tailrace.auth.token-file is"
                                                                + " missing: accepted is the path"
                                                                + " of a file, which 'tailrace"
                                                                + " token new' makes.")));
                yield new AccessControl(config, tokens, clock).started();
            }
        };
    }

    private AccessControl started() {
        thread =
                Executors.newSingleThreadScheduledExecutor(
                        Thread.ofPlatform().daemon().name("tailrace-access").factory());
        var _ =
                thread.scheduleWithFixedDelay(
                        this::look, LOOK.toNanos(), LOOK.toNanos(), TimeUnit.NANOSECONDS);
        return this;
    }

    private void look() {
        try {
            if (tokens != null) {
                tokens.look();
            }
            sessions.look(clock.instant());
            ends.look(clock.instant());
        } catch (RuntimeException | Error e) {
            // A task that throws would be the last, and no access would end any more.
            LOG.log(System.Logger.Level.ERROR, "Whose access ends cannot be looked at", e);
        }
    }

    /** How clients are told apart. */
    public Mode mode() {
        return mode;
    }

    /** Whether no client is told from another. */
    public boolean isForEverybody() {
        return mode == Mode.NONE;
    }

    /** What the token may now; empty if it is unknown, revoked or expired. */
    public Optional<Access> ofToken(String token) {
        return tokens == null
                ? Optional.empty()
                : tokens.find(token).filter(each -> AccessEnds.isValid(each, clock.instant()));
    }

    /** What the session of a browser may now; empty if it is over, or there never was one. */
    public Optional<Access> ofSession(String id) {
        return sessions.find(id, clock.instant());
    }

    /** Begins a session for a client with that access; empty if there are too many. */
    public Optional<Sessions.Begun> beginSession(Access access) {
        return sessions.begin(access, clock.instant());
    }

    /** How long the access lasts from now on, if nobody revokes it. */
    public Duration left(Access access) {
        return Duration.between(clock.instant(), access.expires());
    }

    /** The sessions of browsers. */
    public Sessions sessions() {
        return sessions;
    }

    /**
     * What the token may now for a client that has had {@code before}: the same, for another time.
     * Empty if it is another principal's, or of other rights.
     */
    public Optional<Access> renewed(Access before, String token) {
        return ofToken(token).filter(before::isLike);
    }

    /** Whether the access holds now. */
    public boolean holds(Access access) {
        return ends.holds(access, clock.instant());
    }

    /** What tells clients that their access ends. */
    public AccessEnds ends() {
        return ends;
    }

    /** How many tokens there are. */
    int tokens() {
        return tokens == null ? 0 : tokens.count();
    }

    /** Whether the token file cannot be used as it is now. */
    boolean isStale() {
        return tokens != null && tokens.isStale();
    }

    @Override
    public void close() {
        if (thread != null) {
            thread.shutdownNow();
        }
    }
}
