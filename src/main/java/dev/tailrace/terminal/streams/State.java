package dev.tailrace.terminal.streams;

import dev.tailrace.terminal.print.Table.Cell;
import dev.tailrace.terminal.print.Table.Tone;
import java.util.Optional;

/** What a stream is doing, in some words: {@code running 3d4h}, {@code exited 137 2m ago}. */
final class State {
    private State() {}

    static Cell of(StreamInfo stream, Words words) {
        Optional<RunInfo> run = stream.run();
        return switch (stream.state()) {
            case "running" -> new Cell(running(run, words), Tone.GOOD);
            case "backoff" ->
                    new Cell(
                            run.map(each -> "backoff, " + code(each)).orElse("backoff"),
                            Tone.WARNING);
            case "ended" -> ended(stream, run, words);
            default -> new Cell(stream.state(), Tone.WARNING);
        };
    }

    private static String running(Optional<RunInfo> run, Words words) {
        return run.filter(each -> each.ended().isEmpty() && each.last().isEmpty())
                .map(each -> "running " + words.age(each.started()))
                .orElse("running");
    }

    private static Cell ended(StreamInfo stream, Optional<RunInfo> run, Words words) {
        if (run.isEmpty()) {
            String state = stream.source().equals("none") ? "history" : "ended";
            return new Cell(state, Tone.FAINT);
        }
        String when = run.get().ended().map(each -> " " + words.ago(each)).orElse("");
        return new Cell(code(run.get()) + when, run.get().hasFailed() ? Tone.BAD : Tone.FAINT);
    }

    private static String code(RunInfo run) {
        return run.code().map(each -> "exited " + each).orElse("ended");
    }
}
