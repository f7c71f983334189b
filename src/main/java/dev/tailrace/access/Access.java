package dev.tailrace.access;

import dev.tailrace.model.Labels;
import dev.tailrace.model.StreamName;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/**
 * What one client may, as long as nobody changes that. Any thread.
 *
 * @param principal whose it is: never a secret, and of no two that are told apart the same
 * @param credential tells what the client has shown from the principal's other tokens; no secret
 *     either
 * @param expires when it is over; {@link Instant#MAX} for never
 * @param only the streams that it is narrowed to; none if it is not
 */
public record Access(
        String principal,
        String credential,
        List<Grant> grants,
        Instant expires,
        Set<StreamName> only) {
    /** Of everybody, where nobody is told from another. */
    public static final Access EVERYONE =
            new Access("(everyone)", "", List.of(Grant.ALL), Instant.MAX);

    /** Of a client that has not said who it is. */
    public static final Access NOBODY = new Access("(nobody)", "", List.of(), Instant.MAX);

    public Access {
        grants = List.copyOf(grants);
        only = Set.copyOf(only);
    }

    /** One that is not narrowed. */
    public Access(String principal, String credential, List<Grant> grants, Instant expires) {
        this(principal, credential, grants, expires, Set.of());
    }

    /** What is left of it for reading those streams alone. */
    Access narrowed(Set<StreamName> streams) {
        return new Access(
                principal,
                credential,
                grants.stream().flatMap(each -> each.toRead(streams).stream()).toList(),
                expires,
                streams);
    }

    /** The {@code other}, as narrow as this. */
    Access asNarrow(Access other) {
        return only.isEmpty() ? other : other.narrowed(only);
    }

    /** Whether it is {@link #EVERYONE}: there is nothing to ask. */
    public boolean isEveryone() {
        return equals(EVERYONE);
    }

    /** Whether the stream may be read, and is there for this client at all. */
    public boolean mayRead(StreamName stream, Labels labels) {
        return may(Right.READ, stream, labels);
    }

    /** Whether lines may be pushed into the stream. */
    public boolean mayPush(StreamName stream, Labels labels) {
        return may(Right.PUSH, stream, labels);
    }

    /** Whether the stream's command may be started and stopped. */
    public boolean mayControl(StreamName stream, Labels labels) {
        return may(Right.CONTROL, stream, labels);
    }

    /**
     * Whether there is that right over that stream.
     *
     * @param labels the stream's; {@link Labels#NONE} if there is no such stream
     */
    public boolean may(Right right, StreamName stream, Labels labels) {
        return isEveryone() || grants.stream().anyMatch(each -> each.gives(right, stream, labels));
    }

    /** Whether there is that right over any stream. */
    public boolean hasSome(Right right) {
        return grants.stream().anyMatch(each -> each.rights().contains(right));
    }

    /** The same, but no longer than until then. */
    Access until(Instant end) {
        return new Access(principal, credential, grants, end.isBefore(expires) ? end : expires);
    }

    /**
     * Whether it is of the same principal and gives the same rights, told in whatever order and
     * however often; perhaps for another time.
     */
    public boolean isLike(Access other) {
        return principal.equals(other.principal)
                && Set.copyOf(grants).equals(Set.copyOf(other.grants))
                && only.equals(other.only);
    }
}
