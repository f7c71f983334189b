package dev.tailrace.hub.push;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import dev.tailrace.model.Origin;
import dev.tailrace.model.PushedLines;
import dev.tailrace.source.ProducedBytes;
import org.jspecify.annotations.Nullable;

/**
 * What is kept of a request that has an idempotency key.
 *
 * <pre>
 *   taken: open --its lines are written--> written: last
 *            |  ^
 *            |  `--it comes again: goes on after what is stored--.
 *            `--the disk, or a kill, came between--> cut --------'    or nothing of it: forgotten
 * </pre>
 *
 * @param epoch that of the log that all seqs are of
 * @param first the seq of its first record
 * @param stdout its bytes of standard output, newlines included
 * @param stderr its bytes of standard error
 * @param lines how many lines it has
 * @param time when it was first taken, in ms since 1970
 * @param open whether its lines are on their way to the log
 * @param from the seq that came next when they were last sent there
 * @param hadStdout how many of its bytes the log has of before
 * @param hadStderr the same of standard error
 * @param last the seq of its last record; null unless all of it is written
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record KeyNote(
        String key,
        String digest,
        String epoch,
        long first,
        long stdout,
        long stderr,
        long lines,
        long time,
        boolean open,
        long from,
        long hadStdout,
        long hadStderr,
        @Nullable Long last) {
    /** A request that comes for the first time. */
    static KeyNote taken(PushKey key, String epoch, PushedLines lines, long next, long time) {
        return new KeyNote(
                key.key(),
                key.digest(),
                epoch,
                next,
                lines.bytesOf(Origin.STDOUT),
                lines.bytesOf(Origin.STDERR),
                lines.lines(),
                time,
                true,
                next,
                0,
                0,
                null);
    }

    /** It has come again, and the log has not got all of it. */
    KeyNote again(long next) {
        return with(first, true, next, hadStdout, hadStderr, null);
    }

    /** All of it is in the log. */
    KeyNote written(long at) {
        return with(first, false, from, hadStdout, hadStderr, at);
    }

    /** Only so many more bytes of it are in the log. */
    KeyNote cut(ProducedBytes more) {
        return with(first, false, from, hadStdout + more.stdout(), hadStderr + more.stderr(), null);
    }

    private KeyNote with(
            long begin, boolean isOpen, long since, long out, long err, @Nullable Long end) {
        return new KeyNote(
                key, digest, epoch, begin, stdout, stderr, lines, time, isOpen, since, out, err,
                end);
    }

    /** Whether it is as if it had never come. */
    @JsonIgnore
    boolean hasNothing() {
        return last == null && !open && hadStdout + hadStderr == 0;
    }

    /** How much of it the log has of before. */
    ProducedBytes stored() {
        return new ProducedBytes(hadStdout, hadStderr);
    }
}
