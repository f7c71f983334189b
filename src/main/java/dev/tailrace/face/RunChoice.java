package dev.tailrace.face;

import dev.tailrace.cursor.Span;
import dev.tailrace.hub.ingest.Run;
import dev.tailrace.hub.stream.LogStream;
import dev.tailrace.hub.stream.SubscriptionRequest;
import dev.tailrace.model.Refusal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Which run of a stream's command is asked for. */
public final class RunChoice {
    private static final String LAST = "last";

    private RunChoice() {}

    /**
     * The number of the run; {@link SubscriptionRequest#ANY_RUN} if none is asked for.
     *
     * @throws Refused if it is none, or not on record
     */
    public static int of(@Nullable String text, LogStream stream) {
        if (text == null) {
            return SubscriptionRequest.ANY_RUN;
        }
        List<Run> runs = stream.life().runs().list();
        if (text.equals(LAST) && !runs.isEmpty()) {
            return runs.getLast().run();
        }
        if (!text.equals(LAST) && !text.matches("[1-9]\\d{0,8}")) {
            throw Refused.badParameter("run", text, "a run's number, or last");
        }
        return runs.stream()
                .map(Run::run)
                .filter(run -> run.toString().equals(text))
                .findFirst()
                .orElseThrow(() -> unknown(stream.name().value(), text, known(runs)));
    }

    /**
     * The records of that run; all there are if none is asked for.
     *
     * @throws Refused if it is none, or not on record
     */
    public static Span span(@Nullable String text, LogStream stream) {
        int number = of(text, stream);
        return number == SubscriptionRequest.ANY_RUN
                ? Span.ALL
                : stream.life()
                        .runs()
                        .find(number)
                        .map(run ->
                                new Span(
                                        run.first(),
                                        run.last() == null ? Long.MAX_VALUE : run.last() + 1))
                        .orElseThrow(() -> unknown(stream, Integer.toString(number)));
    }

    private static Refused unknown(LogStream stream, String run) {
        return unknown(stream.name().value(), run, known(stream.life().runs().list()));
    }

    private static Refused unknown(String stream, String run, String known) {
        return new Refused(
                Refusal.Reason.UNKNOWN_RUN,
                "There is no run " + run + " of stream '" + stream + "'; it has " + known + ".",
                new Refusal.Facts("run", run, known, stream, null));
    }

    private static String known(List<Run> runs) {
        if (runs.isEmpty()) {
            return "no run on record";
        }
        int first = runs.getFirst().run();
        int last = runs.getLast().run();
        return first == last ? "run " + first : "runs " + first + " to " + last;
    }
}
