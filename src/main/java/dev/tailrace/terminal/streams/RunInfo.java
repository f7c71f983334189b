package dev.tailrace.terminal.streams;

import java.time.Instant;
import java.util.Optional;

/** One execution of a stream's command, as the gateway tells of it. */
record RunInfo(
        long run,
        Instant started,
        Optional<Instant> ended,
        Optional<Long> code,
        Optional<Long> signal,
        long first,
        Optional<Long> last,
        Optional<Long> pid) {
    static RunInfo of(Answer answer) {
        return new RunInfo(
                answer.number("run"),
                Instant.parse(answer.text("started")),
                answer.maybeTime("ended"),
                answer.maybeNumber("code"),
                answer.maybeNumber("signal"),
                answer.number("first"),
                answer.maybeNumber("last"),
                answer.maybeNumber("pid"));
    }

    /** Whether it has ended, and not well. */
    boolean hasFailed() {
        return code.filter(each -> each != 0).isPresent();
    }
}
