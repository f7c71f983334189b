package dev.tailrace.face;

import dev.tailrace.cursor.Fields;
import dev.tailrace.cursor.Overflow;
import dev.tailrace.cursor.Span;
import dev.tailrace.cursor.Start;
import dev.tailrace.hub.stream.SubscriptionRequest;
import dev.tailrace.model.Position;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.core.HttpHeaders;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/**
 * What a log call asks for, checked.
 *
 * @param limit after how many lines to end; {@link Long#MAX_VALUE} for never
 */
public record LogQuery(
        SubscriptionRequest request, long limit, boolean timestamps, boolean gaps, boolean batch) {

    /** What a follower sees first if it does not say: enough to know where it is. */
    private static final int TAIL_WHEN_FOLLOWING = 10;

    /**
     * Checks what a reader of all asks for; see {@link #of(LogParameters, LogPart, boolean,
     * Instant)}.
     */
    public static LogQuery of(LogParameters from, boolean followsByDefault, Instant now) {
        return of(from, LogPart.ALL, followsByDefault, now);
    }

    /**
     * Checks the parameters; not on an event loop if there is a pattern, which is compiled.
     *
     * @param followsByDefault what {@code follow} is if it is not given
     * @throws Refused if one has a value that is not accepted, or two cannot go together
     */
    static LogQuery of(LogParameters from, LogPart part, boolean followsByDefault, Instant now) {
        boolean follow =
                ParameterValue.isOn("follow", from.follow, followsByDefault && part.isOpen());
        boolean backwards = part.isBackwards();
        Start start =
                backwards
                        ? part.backwards(from, follow, followsByDefault, now)
                        : onwards(from, part, follow, now);
        Span seqs = part.seqs(from, follow);
        ParameterValue limit = ParameterValue.of("limit", from.limit);
        ParameterValue overflow = ParameterValue.of("overflow", from.overflow);
        ParameterValue fields = ParameterValue.of("fields", from.fields);
        SubscriptionRequest request =
                new SubscriptionRequest(
                        start,
                        from.lines.filter(fields == null ? Fields.NONE : fields.fields()),
                        follow,
                        backwards ? OptionalLong.empty() : from.lines.until(now),
                        overflow == null ? Overflow.WAIT : overflow.overflow(),
                        part.run(),
                        seqs);
        return new LogQuery(
                request,
                limit == null ? Long.MAX_VALUE : limit.number(1),
                ParameterValue.isOn("timestamps", from.timestamps, false),
                ParameterValue.isOn("gaps", from.gaps, true),
                ParameterValue.isOn("batch", from.batch, false));
    }

    /** How its reader wants what it gets. */
    WireFormat.Options options(Duration heartbeat) {
        return new WireFormat.Options(request.filter(), timestamps, batch, gaps, heartbeat);
    }

    /**
     * Whether the answer is compressed. Live lines go out one by one, each at once: there is
     * nothing to win, and time to lose.
     */
    boolean isForGzip(HttpServerRequest http) {
        return !request.follow()
                && AcceptEncoding.prefersGzip(http.headers().getAll(HttpHeaders.ACCEPT_ENCODING));
    }

    private static Start onwards(LogParameters from, LogPart part, boolean follow, Instant now) {
        ParameterValue resumed = from.resumed();
        boolean fromTail = follow && part.run() == SubscriptionRequest.ANY_RUN;
        return resumed != null ? new Start.After(resumed.position()) : start(from, fromTail, now);
    }

    private static Start start(LogParameters from, boolean fromTail, Instant now) {
        List<ParameterValue> given = from.starts();
        if (given.size() > 1) {
            String names =
                    given.stream().map(ParameterValue::name).collect(Collectors.joining(" and "));
            throw given.getLast()
                    .bad("at most one of from, tail and since, but there are " + names);
        }
        if (given.isEmpty()) {
            return fromTail ? new Start.LastLines(TAIL_WHEN_FOLLOWING) : new Start.First();
        }
        ParameterValue value = given.getFirst();
        return switch (value.name()) {
            case "tail" -> new Start.LastLines(value.number(0));
            case "since" -> new Start.Since(value.time(now));
            default -> from(value);
        };
    }

    private static Start from(ParameterValue value) {
        return switch (value.text()) {
            case "first" -> new Start.First();
            case "now" -> new Start.Now();
            default ->
                    Position.parse(value.text())
                            .<Start>map(Start.After::new)
                            .orElseThrow(() ->
                                    value.bad("first, now, or a position, " + Position.ACCEPTED));
        };
    }
}
