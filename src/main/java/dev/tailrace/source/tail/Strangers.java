package dev.tailrace.source.tail;

import java.io.IOException;
import java.util.Comparator;
import java.util.List;

/**
 * The files beside those of a series whose names do not say that they are part of it. What is in
 * them says that: a file that was read is looked for here if no name leads to it. Only on the
 * loop's thread.
 */
final class Strangers {
    private final Series series;
    private final SeenFiles seen;
    private final Tails tails;

    Strangers(Series series, SeenFiles seen, Tails tails) {
        this.series = series;
        this.seen = seen;
        this.tails = tails;
    }

    /** What a look has come to: {@link Sought.At#index} is that of one of {@code files}. */
    record Found(List<Generation> files, Sought sought) {}

    /**
     * Looks for the newest that has all that was read: the file itself, or a copy.
     *
     * @param since ns since 1970: no copy of what was read is older
     */
    Found holding(Fingerprint mark, long since) throws IOException {
        List<Generation> files =
                series.strangers().stream()
                        .filter(each -> mayBe(each, mark, since))
                        .sorted(Comparator.comparingLong(Generation::modified))
                        .toList();
        return new Found(files, Sought.newest(files, mark));
    }

    /** Sizes and times are compared first, as a folder may have a thousand files. */
    private boolean mayBe(Generation file, Fingerprint mark, long since) {
        boolean copy = mark.offset() > 0 && file.created() >= since && !seen.wasRead(file);
        boolean large = file.compressed() || file.size() >= mark.offset();
        return large && (copy || file.id().equals(mark.id())) && !tails.isOpen(file.id());
    }

    /**
     * Copies of a file that was cut off just now, made before the last that was read of it had been
     * written: all they have was read.
     */
    List<Generation> shorterCopies(PlainFile file) throws IOException {
        return series.strangers().stream()
                .filter(each -> each.created() >= file.since() && each.isRecent())
                .filter(each -> each.size() > 0 && each.size() < file.offset())
                .filter(each -> !each.compressed() && !tails.isOpen(each.id()))
                .filter(each -> OpenFile.holds(each, copy -> file.beginsAs(copy.contents())))
                .toList();
    }
}
