package dev.tailrace.terminal.print;

import dev.tailrace.cursor.BoundedPattern;
import dev.tailrace.terminal.wire.LogRecord;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Leaves out what a gateway cannot: lines that one pattern lets in and another does not, and all
 * but the lines around those that are let in.
 */
public final class FilteredPrinter implements Printer {
    /**
     * What is let in.
     *
     * @param before how many lines of a stream before each line that is let in
     * @param after how many after it
     * @param head how many lines are let in at most
     */
    public record Choice(
            Optional<BoundedPattern> include,
            Optional<BoundedPattern> exclude,
            int before,
            int after,
            long head) {
        boolean lets(byte[] line) {
            return (include.isEmpty() || include.get().isFoundIn(line))
                    && exclude.filter(each -> each.isFoundIn(line)).isEmpty();
        }
    }

    /** Those of one stream. */
    private static final class Around {
        final Deque<LogRecord> before = new ArrayDeque<>();
        int after;
    }

    private final Printer to;
    private final Choice choice;
    private final Map<String, Around> streams = new HashMap<>();
    private long left;

    public FilteredPrinter(Printer to, Choice choice) {
        this.to = to;
        this.choice = choice;
        this.left = choice.head();
    }

    /** Whether as many have been let in as are wanted, and what comes after the last of them. */
    public boolean isFull() {
        return left <= 0 && streams.values().stream().allMatch(each -> each.after <= 0);
    }

    @Override
    public void line(LogRecord record) {
        Around around = streams.computeIfAbsent(record.stream(), _ -> new Around());
        byte[] line =
                Arrays.copyOfRange(record.content(), record.contentFrom(), record.contentTo());
        if (left > 0 && choice.lets(line)) {
            around.before.forEach(to::line);
            around.before.clear();
            around.after = choice.after();
            left -= record.isPartial() ? 0 : 1;
            to.line(record);
        } else if (around.after > 0) {
            around.after--;
            to.line(record);
        } else if (choice.before() > 0 && left > 0) {
            around.before.add(record.copy());
            if (around.before.size() > choice.before()) {
                around.before.remove();
            }
        }
    }

    @Override
    public void tell(Notice notice) {
        to.tell(notice);
    }

    @Override
    public void end() {
        to.end();
    }
}
