package dev.tailrace.access;

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
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Knows what clients may in the mode that is configured, and has one thread that looks whether that
 * is so still. Any thread.
 *
 * <pre>
 *   what is shown --Authenticator--> Access --AccessEnds--> clients that read on and on
 *   mode none   no thread: every client is EVERYONE, and nothing ends
 * </pre>
 */
public final class AccessControl implements Closeable {
    private static final System.Logger LOG = System.getLogger(AccessControl.class.getName());

    /** Two of these until a change of the file is seen, and a second in all until readers end. */
    private static final Duration LOOK = Duration.ofMillis(250);

    private final Mode mode;
    private final InstantSource clock;
    private final Authenticator authenticator;
    private final Sessions sessions;
    private final Tickets tickets;
    private final AccessEnds ends;

    /** Without work until it is {@link #started}, and so without a thread. */
    private final ScheduledExecutorService thread =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().daemon().name("tailrace-access").factory());

    private AccessControl(AccessConfig config, InstantSource clock) {
        this.mode = config.mode();
        this.clock = clock;
        this.authenticator = authenticator(config, clock);
        this.sessions =
                new Sessions(
                        new Sessions.Limits(config.maxSessionsPerPrincipal(), config.maxSessions()),
                        access -> authenticator.current(access, clock.instant()),
                        new SecureRandom());
        this.tickets =
                new Tickets(
                        new Tickets.Limits(config.maxTicketsPerPrincipal(), config.maxTickets()),
                        new SecureRandom());
        this.ends = new AccessEnds(access -> sessions.current(access).map(access::asNarrow));
    }

    /**
     * Makes it as it is configured.
     *
     * @throws AccessException if what the mode needs is not there
     */
    public static AccessControl open(AccessConfig config, InstantSource clock) {
        AccessControl control = new AccessControl(config, clock);
        return control.isForEverybody() ? control : control.started();
    }

    private static Authenticator authenticator(AccessConfig config, InstantSource clock) {
        return switch (config.mode()) {
            case NONE -> new Authenticator.None();
            case TOKEN ->
                    new FileAuthenticator.ByToken(
                            FileAuthenticator.file(config, "which 'tailrace token new' makes"));
            case PROXY ->
                    new FileAuthenticator.ByProxy(
                            Proxies.of(config.proxy()),
                            FileAuthenticator.file(
                                    config, "whose lines say what users and groups may"));
            case MTLS ->
                    new FileAuthenticator.ByCertificate(
                            FileAuthenticator.file(
                                    config, "whose lines say what certificates may"));
            case JWT -> SignedTokens.of(config.jwt(), clock);
        };
    }

    private AccessControl started() {
        var _ =
                thread.scheduleWithFixedDelay(
                        this::look, LOOK.toNanos(), LOOK.toNanos(), TimeUnit.NANOSECONDS);
        return this;
    }

    private void look() {
        try {
            authenticator.look();
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
        return valid(authenticator.ofToken(token, clock.instant()));
    }

    private Optional<Access> valid(Optional<Access> found) {
        return found.filter(each -> AccessEnds.isValid(each, clock.instant()));
    }

    /**
     * The same, but if it is signed by a key that is not at hand the provider may be asked for its
     * keys before, within seconds; completed on any thread.
     */
    public CompletionStage<Optional<Access>> askOfToken(String token) {
        return authenticator.askOfToken(token, clock).thenApply(this::valid);
    }

    /**
     * What may now who has shown the certificate; empty if it is over, or none of its names has a
     * line, or the first that has one has one that is over.
     *
     * @param certificate which TLS has found to be of a trusted authority, and its client's own
     */
    public Optional<Access> ofCertificate(X509Certificate certificate) {
        return valid(authenticator.ofCertificate(certificate));
    }

    /** Whose word about users counts; only in the mode {@code proxy}. */
    public Optional<Proxies> proxies() {
        return authenticator.proxies();
    }

    /** What the user may now that one of the {@link #proxies()} has named; perhaps nothing. */
    public Access ofUser(String user, List<String> groups) {
        return authenticator.ofUser(user, groups, clock.instant());
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
    public boolean hasTokens() {
        return authenticator.hasTokens();
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

    /** Whether the access ends with the session of a browser, whatever token is shown later. */
    public boolean endsWithSession(Access access) {
        return Sessions.isOf(access);
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
        return authenticator.granted(kind);
    }

    /** How many keys there are that tokens may be signed with. */
    int keys() {
        return authenticator.keys();
    }

    /** Whether the file cannot be used as it is now, or the provider does not give its keys. */
    boolean isStale() {
        return authenticator.isStale();
    }

    @Override
    public void close() {
        thread.shutdownNow();
        authenticator.close();
    }
}
