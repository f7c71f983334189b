package dev.tailrace.terminal.streams;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A stream as the gateway tells of it.
 *
 * @param linesPerSecond empty of a gateway that does not tell
 * @param run the newest execution of its command
 * @param runs all that are on record; of one stream alone
 * @param json as it came
 */
record StreamInfo(
        String name,
        Map<String, String> labels,
        String source,
        String state,
        String epoch,
        long first,
        long next,
        long durable,
        long bytes,
        Optional<Instant> firstTime,
        Optional<Instant> lastTime,
        Optional<Double> linesPerSecond,
        long subscribers,
        Optional<RunInfo> run,
        List<RunInfo> runs,
        String json) {
    static StreamInfo of(Answer answer) {
        return new StreamInfo(
                answer.text("name"),
                answer.texts("labels"),
                answer.text("source"),
                answer.text("state"),
                answer.text("epoch"),
                answer.number("first"),
                answer.number("next"),
                answer.number("durable"),
                answer.number("bytes"),
                answer.maybeTime("firstTime"),
                answer.maybeTime("lastTime"),
                answer.maybeDecimal("linesPerSecond"),
                answer.number("subscribers"),
                answer.maybeObject("run").map(RunInfo::of),
                answer.objects("runs").stream().map(RunInfo::of).toList(),
                answer.json());
    }
}
