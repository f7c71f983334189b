package dev.tailrace.terminal.streams;

import dev.tailrace.terminal.print.Table;
import dev.tailrace.terminal.print.Table.Cell;
import dev.tailrace.terminal.print.Table.Column;
import dev.tailrace.terminal.print.Table.Side;
import dev.tailrace.terminal.print.Table.Tone;
import java.util.ArrayList;
import java.util.List;

/** The streams, a row each. */
final class StreamTable {
    private StreamTable() {}

    /**
     * The table.
     *
     * @param wide whether to tell where the lines come from and how far they are, too
     */
    static Table of(List<StreamInfo> streams, boolean wide, Words words) {
        List<Column> columns =
                new ArrayList<>(
                        List.of(
                                new Column("NAME"),
                                new Column("STATE"),
                                new Column("LINES/S", Side.RIGHT),
                                new Column("BYTES", Side.RIGHT),
                                new Column("OLDEST", Side.RIGHT),
                                new Column("NEWEST", Side.RIGHT),
                                new Column("READERS", Side.RIGHT)));
        if (wide) {
            columns.addAll(List.of(new Column("SOURCE"), new Column("POSITION")));
        }
        columns.add(new Column("LABELS"));
        Table table = new Table(columns);
        streams.forEach(each -> table.add(row(each, wide, words)));
        return table;
    }

    private static List<Cell> row(StreamInfo stream, boolean wide, Words words) {
        List<Cell> row =
                new ArrayList<>(
                        List.of(
                                new Cell(stream.name(), Tone.STREAM),
                                State.of(stream, words),
                                new Cell(Words.rate(stream.linesPerSecond())),
                                new Cell(Words.bytes(stream.bytes())),
                                new Cell(words.age(stream.firstTime())),
                                new Cell(words.age(stream.lastTime())),
                                new Cell(Long.toString(stream.subscribers()))));
        if (wide) {
            row.add(new Cell(stream.source()));
            row.add(new Cell(position(stream)));
        }
        row.add(new Cell(Words.labels(stream.labels()), Tone.FAINT));
        return row;
    }

    /** That of its newest record. */
    private static String position(StreamInfo stream) {
        return stream.next() == 0 ? Words.NONE : stream.epoch() + "-" + (stream.next() - 1);
    }
}
