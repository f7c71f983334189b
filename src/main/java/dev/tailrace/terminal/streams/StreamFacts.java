package dev.tailrace.terminal.streams;

import dev.tailrace.terminal.print.Table;
import dev.tailrace.terminal.print.Table.Cell;
import dev.tailrace.terminal.print.Table.Column;
import dev.tailrace.terminal.print.Table.Side;
import dev.tailrace.terminal.print.Table.Tone;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * All that there is to know of one stream, for a person.
 *
 * @param colours whether to show them
 */
record StreamFacts(StreamInfo stream, Words words, boolean colours) {
    /** As many of the runs as are looked at: {@code -o json} has all. */
    private static final int RUNS = 10;

    /** Its lines, without their ends. */
    List<String> lines() {
        List<String> lines = new ArrayList<>(facts());
        lines.addAll(runs());
        return lines;
    }

    private List<String> facts() {
        Table facts = new Table(List.of(new Column(""), new Column("")));
        fact(facts, "stream", new Cell(stream.name(), Tone.STREAM));
        fact(facts, "state", State.of(stream, words));
        fact(facts, "source", source());
        stream.labels().forEach((label, value) -> fact(facts, "label", label + "=" + value));
        fact(facts, "records", records());
        fact(facts, "epoch", stream.epoch());
        fact(facts, "oldest", time(stream.firstTime()));
        fact(facts, "newest", time(stream.lastTime()));
        fact(facts, "rate", Words.rate(stream.linesPerSecond()) + " lines/s");
        fact(facts, "size", Words.bytes(stream.bytes()) + " on disk");
        fact(facts, "durable", "all before " + stream.durable());
        fact(facts, "readers", Long.toString(stream.subscribers()));
        // It has no titles.
        return facts.lines(Integer.MAX_VALUE, colours).stream().skip(1).toList();
    }

    private static void fact(Table facts, String name, String value) {
        fact(facts, name, new Cell(value));
    }

    private static void fact(Table facts, String name, Cell value) {
        facts.add(List.of(new Cell(name, Tone.FAINT), value));
    }

    private String source() {
        return stream.run()
                .filter(each -> each.ended().isEmpty() && each.last().isEmpty())
                .flatMap(RunInfo::pid)
                .map(pid -> stream.source() + ", process " + pid)
                .orElse(stream.source());
    }

    private String records() {
        long kept = stream.next() - stream.first();
        return kept == 0
                ? "none; the next is " + stream.next()
                : "%s, %d to %d".formatted(Words.count(kept), stream.first(), stream.next() - 1);
    }

    private String time(Optional<Instant> time) {
        return time.map(words::both).orElse(Words.NONE);
    }

    private List<String> runs() {
        List<RunInfo> all = stream.runs();
        if (all.isEmpty()) {
            return List.of();
        }
        Table table =
                new Table(
                        List.of(
                                new Column("RUN", Side.RIGHT),
                                new Column("STARTED"),
                                new Column("ENDED"),
                                new Column("EXIT", Side.RIGHT),
                                new Column("RECORDS", Side.RIGHT)));
        all.subList(Math.max(0, all.size() - RUNS), all.size()).forEach(run -> table.add(row(run)));
        List<String> lines = new ArrayList<>(List.of(""));
        lines.addAll(table.lines(Integer.MAX_VALUE, colours));
        if (all.size() > RUNS) {
            lines.add("and " + (all.size() - RUNS) + " before");
        }
        return lines;
    }

    private List<Cell> row(RunInfo run) {
        long records = run.last().orElse(stream.next() - 1) - run.first() + 1;
        return List.of(
                new Cell(Long.toString(run.run())),
                new Cell(words.ago(run.started())),
                new Cell(run.ended().map(words::ago).orElse(Words.NONE)),
                new Cell(
                        run.code().map(each -> Long.toString(each)).orElse(Words.NONE),
                        run.hasFailed() ? Tone.BAD : Tone.PLAIN),
                new Cell(Words.count(Math.max(0, records))));
    }
}
