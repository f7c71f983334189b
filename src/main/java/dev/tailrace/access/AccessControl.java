package dev.tailrace.access;

import static java.util.Objects.requireNonNull;

import dev.tailrace.access.AccessConfig.Mode;
import dev.tailrace.model.StreamName;
import java.io.Closeable;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Knows what clients may in the mode that is configured, and has one thread that looks whether that
 * is so still. Any thread.
 *
 * <pre>
 *   mode none   every client is EVERYONE; nothing is looked at
 *   mode token  Tokens --what a token may--> Access --AccessEnds--> clients that read on and on
 *   mode proxy  Proxies, which say who it is; Tokens --what that user may--> the same
 *   mode jwt    SignedTokens --what a token says--> the same
 *   mode mtls   Subjects of a certificate; Tokens --what the first with a line may--> the same
 * </pre>
 */
public final class AccessControl implements Closeable {
    private static final System.Logger LOG = System.getLogger(AccessControl.class.getName());

    /** Two of these until a change of the file is seen, and a second in all until readers end. */
    private static final Duration LOOK = Duration.ofMillis(250);

    private final Mode mode;
    private final InstantSource clock;
    private final @Nullable Tokens tokens;
    private final @Nullable Proxies proxies;
    private final Sessions sessions;
    private final @Nullable SignedTokens signed;
    private final Tickets tickets;
    private final AccessEnds ends;
    private @Nullable ScheduledExecutorService thread;

    private AccessControl(
            AccessConfig config,
            @Nullable Tokens tokens,
            @Nullable Proxies proxies,
            @Nullable SignedTokens signed,
            InstantSource clock) {
        this.mode = config.mode();
        this.tokens = tokens;
        this.proxies = proxies;
        this.signed = signed;
        this.clock = clock;
        this.sessions =
                new Sessions(
                        new Sessions.Limits(config.maxSessionsPerPrincipal(), config.maxSessions()),
                        this::shownNow,
                        new SecureRandom());
        this.tickets =
                new Tickets(
                        new Tickets.Limits(config.maxTicketsPerPrincipal(), config.maxTickets()),
                        new SecureRandom());
        this.ends = new AccessEnds(access -> sessions.current(access).map(access::asNarrow));
    }

    /** What may be done now with what was shown, which is of no session. */
    private Optional<Access> shownNow(Access access) {
        return switch (mode) {
            case NONE -> Optional.of(access);
            case TOKEN, PROXY, MTLS -> requireNonNull(tokens).current(access, clock.instant());
            case JWT -> requireNonNull(signed).current(access);
        };
    }

    /**
     * Makes it as it is configured.
     *
     * @throws AccessException if what the mode needs is not there
     */
    public static AccessControl open(AccessConfig config, InstantSource clock) {
        return switch (config.mode()) {
            case NONE -> new AccessControl(config, null, null, null, clock);
            case TOKEN -> {
                Tokens tokens = tokens(config, "which 'tailrace token new' makes");
                yield new AccessControl(config, tokens, null, null, clock).started();
            }
            case MTLS -> {
                Tokens tokens = tokens(config, "whose lines say what certificates may");
                yield new AccessControl(config, tokens, null, null, clock).started();
            }
            case PROXY -> {
                Proxies proxies = Proxies.of(config.proxy());
                Tokens tokens = tokens(config, "whose lines say what users and groups may");
                yield new AccessControl(config, tokens, proxies, null, clock).started();
            }
            case JWT -> {
                SignedTokens signed = SignedTokens.of(config.jwt(), clock);
                yield new AccessControl(config, null, null, signed, clock).started();
            }
        };
    }

    private static Tokens tokens(AccessConfig config, String of) {
        return new Tokens(
                config.tokenFile()
                        .orElseThrow(() ->
                                new AccessException(
                                        "tailrace.auth.mode is "
                                                + config.mode().text()
                                                + ", and tailrace.auth.token-file is missing:"
                                                + " accepted is the path of a file, "
                                                + of
                                                + ".")));
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
            if (signed != null) {
                signed.source().look();
            }
            sessions.look(clock.instant());
            tickets.look(clock.instant());
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
        Optional<Access> found =
                switch (mode) {
                    case TOKEN -> requireNonNull(tokens).find(token);
                    case JWT -> requireNonNull(signed).find(token, clock.instant());
                    case NONE, PROXY, MTLS -> Optional.empty();
                };
        return found.filter(each -> AccessEnds.isValid(each, clock.instant()));
    }

    /**
     * The same, but if it is signed by a key that is not at hand the provider may be asked for its
     * keys before, within seconds; completed on any thread.
     */
    public CompletionStage<Optional<Access>> askOfToken(String token) {
        return signed == null
                ? CompletableFuture.completedStage(ofToken(token))
                : signed.ask(token, clock::instant)
                        .thenApply(found ->
                                found.filter(each -> AccessEnds.isValid(each, clock.instant())));
    }

    /**
     * What may now who has shown the certificate; empty if it is over, or none of its names has a
     * line, or the first that has one has one that is over.
     *
     * @param certificate which TLS has found to be of a trusted authority, and its client's own
     */
    public Optional<Access> ofCertificate(X509Certificate certificate) {
        return tokens == null || mode != Mode.MTLS
                ? Optional.empty()
                : tokens.findCertificate(certificate)
                        .filter(each -> AccessEnds.isValid(each, clock.instant()));
    }

    /** Whose word about users counts; only in the mode {@code proxy}. */
    public Optional<Proxies> proxies() {
        return Optional.ofNullable(proxies);
    }

    /** What the user may now that one of the {@link #proxies()} has named; perhaps nothing. */
    public Access ofUser(String user, List<String> groups) {
        return requireNonNull(tokens).findUser(user, groups, clock.instant());
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

    /**
     * Whether clients show tokens, and so may need tickets in their place: what a proxy or a
     * certificate says comes with all requests of a page.
     */
    public boolean hasTickets() {
        return mode == Mode.TOKEN || mode == Mode.JWT;
    }

    /** A ticket for a client with that access, unless too many wait. */
    public Tickets.Answer issueTicket(Access access, Set<StreamName> streams, Tickets.For pages) {
        return tickets.issue(access, streams, pages, clock.instant());
    }

    /**
     * Takes a ticket: it is used then. Empty if there is none, or what it was issued for is over.
     */
    public Optional<Tickets.Taken> takeTicket(String ticket) {
        return tickets.take(ticket, clock.instant()).filter(taken -> holds(taken.access()));
    }

    /** The tickets that wait. */
    public Tickets tickets() {
        return tickets;
    }

    /** The sessions of browsers. */
    public Sessions sessions() {
        return sessions;
    }

    /**
     * What the token may now for a client that has had {@code before}: the same, for another time.
     * Empty if it is another principal's, or of other rights. Completed as {@link #askOfToken}.
     */
    public CompletionStage<Optional<Access>> askRenewed(Access before, String token) {
        return askOfToken(token)
                .thenApply(found -> found.map(before::asNarrow).filter(before::isLike));
    }

    /** Whether the access holds now. */
    public boolean holds(Access access) {
        return ends.holds(access, clock.instant());
    }

    /** What tells clients that their access ends. */
    public AccessEnds ends() {
        return ends;
    }

    /** How many tokens, users, groups and subjects there are. */
    int granted(Key.Kind kind) {
        return tokens == null ? 0 : tokens.count(kind);
    }

    /** How many keys there are that tokens may be signed with. */
    int keys() {
        return signed == null ? 0 : signed.source().keys().all().size();
    }

    /** Whether the file cannot be used as it is now, or the provider does not give its keys. */
    boolean isStale() {
        return (tokens != null && tokens.isStale())
                || (signed != null && signed.source().isStale());
    }

    @Override
    public void close() {
        if (thread != null) {
            thread.shutdownNow();
        }
        if (signed != null) {
            signed.source().close();
        }
    }
}
