package dev.tailrace.log;

import static dev.tailrace.log.LogModel.require;

import dev.tailrace.model.Batch;
import java.io.IOException;
import java.util.List;
import java.util.regex.Pattern;

/** What must hold of a log at any time, beyond what each reader checks. */
final class ModelChecks {
    private static final Pattern LEFT_BY_NOBODY =
            Pattern.compile(
                    "stream\\.json|stream\\.ledger|\\d{20}\\.(log|log\\.gz|idx)|\\d{20}\\.log\\.torn");

    private final ModelLog subject;

    ModelChecks(ModelLog subject) {
        this.subject = subject;
    }

    /** What costs nothing to look at. */
    void check() {
        StreamLog log = subject.log();
        LogModel model = subject.model();
        require(log.next() == model.next(), "next is " + log.next() + model);
        require(log.durable() <= log.next(), "durable is " + log.durable() + model);
        require(log.first() <= log.next(), "first is " + log.first() + model);
    }

    /** Reads all from {@code from} on in the files alone, searches for it and reads backwards. */
    void checkHistory(long from) throws IOException {
        subject.does("check history from " + from);
        StreamLog log = subject.log();
        SegmentFiles files = subject.files();
        if (files == null || subject.doubts().rewriteIsDue) {
            return;
        }
        require(
                subject.doubts().damaged || files.foreign().isEmpty(),
                "not CRI: " + files.foreign());
        require(
                subject.doubts().orphaned || files.first(log.first()) >= log.first(),
                "first is " + log.first() + ", and there are " + files.names());
        ModelReader reader = subject.reader(from);
        reader.readFiles();
        reader.close();
        checkBefore(from);
        checkSearch(from);
    }

    private void checkBefore(long end) throws IOException {
        StreamLog log = subject.log();
        LogModel model = subject.model();
        Batch before = log.search().before(end);
        if (before != null) {
            model.checkRecords(before.first(), before);
            require(before.next() <= end, "before " + end + " is " + before.next());
        }
        long lost = before == null ? log.first() : before.next();
        if (lost < end) {
            model.checkMissing(lost, end - 1);
        }
    }

    private void checkSearch(long seq) throws IOException {
        StreamLog log = subject.log();
        LogModel model = subject.model();
        if (seq >= log.first()
                && seq < log.next()
                && model.isCertain(seq)
                && model.timeOf(seq) != 0) {
            long found = log.search().firstAt(model.timeOf(seq));
            require(found == seq, "the time of " + seq + " finds " + found);
        }
    }

    /** A log that has just been opened has nothing in its folder that is nobody's. */
    void checkFolder() {
        List<String> names = subject.disk().look(ModelLog.FOLDER);
        for (String name : names) {
            require(LEFT_BY_NOBODY.matcher(name).matches(), "left behind is " + name);
            String digits = name.substring(0, Math.min(name.length(), 20));
            boolean index = name.endsWith(".idx");
            boolean twice = name.endsWith(".log") && names.contains(name + ".gz");
            require(!twice, "twice there is " + name);
            require(!index || names.contains(digits + ".log"), "of no segment is " + name);
        }
    }
}
