package dev.tailrace.log;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One file of a stream's log, named by the seq of its first record. The writer changes its size and
 * seals it, the keeper its form; any thread reads them.
 *
 * <pre>
 *   being written --roll--> sealed, PLAIN --compressed--> sealed, GZIP --retention--> removed
 * </pre>
 */
final class Segment {
    /** How the records stand in the file. */
    enum Form {
        PLAIN(".log"),
        GZIP(".log.gz");

        private final String suffix;

        Form(String suffix) {
            this.suffix = suffix;
        }
    }

    /**
     * How far it has been written, in one: what a reader finds less of is lost.
     *
     * @param bytes how many hold whole records that readers may see
     * @param next the seq after the last of these, or {@link #UNKNOWN}
     */
    record Extent(long bytes, long next) {}

    /** What a file's name says of a segment. */
    record Name(long base, Form form) {
        private static final Pattern PATTERN = Pattern.compile("(\\d{20})\\.log(\\.gz)?");

        /** The segment that the file {@code name} is, or empty if it is none. */
        static Optional<Name> parse(String name) {
            Matcher matcher = PATTERN.matcher(name);
            try {
                return matcher.matches()
                        ? Optional.of(
                                new Name(
                                        Long.parseLong(matcher.group(1)),
                                        matcher.group(2) == null ? Form.PLAIN : Form.GZIP))
                        : Optional.empty();
            } catch (NumberFormatException e) {
                return Optional.empty(); // larger than any seq
            }
        }
    }

    /** Whether a file of that name is a segment's, or is made beside one. */
    static boolean isOwn(String name) {
        return Name.parse(name).isPresent()
                || name.endsWith(INDEX)
                || name.endsWith(SUSPECT)
                || name.endsWith(Folder.UNFINISHED);
    }

    /** Enough for any long, so that names sort as numbers do. */
    private static final int BASE_DIGITS = 20;

    /** What an index's name ends with. */
    static final String INDEX = ".idx";

    /** What a file's name ends with that is to be replaced by what memory still has. */
    static final String SUSPECT = ".suspect";

    /** The first record's time of a segment that has none yet. */
    static final long NO_TIME = Long.MAX_VALUE;

    /** The end of a segment of which nothing tells that but its lines. */
    static final long UNKNOWN = -1;

    private final long base;
    private final String digits;
    private volatile Form form;
    private volatile Extent extent;

    private final AtomicInteger readers = new AtomicInteger();
    private volatile long compressedBytes;
    private volatile long firstTime;
    private volatile boolean compressible = true;
    private volatile boolean sealed;
    private volatile boolean spoiled;
    private long inspected;

    /**
     * @param size how many bytes of whole records it has
     * @param firstTime the first record's time in ns since 1970, or {@link #NO_TIME}
     */
    Segment(long base, Form form, long size, long firstTime, boolean sealed) {
        this.base = base;
        this.digits = digits(base);
        this.form = form;
        this.extent = new Extent(size, sealed ? UNKNOWN : base);
        this.inspected = base;
        this.compressedBytes = size;
        this.firstTime = firstTime;
        this.sealed = sealed;
    }

    long base() {
        return base;
    }

    Form form() {
        return form;
    }

    /** The name of its file in the form that it has now. */
    String name() {
        return name(form);
    }

    String name(Form as) {
        return digits + as.suffix;
    }

    /** What the file of a segment that begins with {@code seq} is called first. */
    static String plainName(long seq) {
        return digits(seq) + Form.PLAIN.suffix;
    }

    private static String digits(long seq) {
        String padded = "0".repeat(BASE_DIGITS) + seq;
        return padded.substring(padded.length() - BASE_DIGITS);
    }

    String indexName() {
        return digits + INDEX;
    }

    Extent extent() {
        return extent;
    }

    long size() {
        return extent.bytes;
    }

    /** The seq after the last record that it has been given, or {@link #UNKNOWN}. */
    long end() {
        return extent.next;
    }

    /** It is known to end before the record {@code next}. */
    void endsBefore(long next) {
        extent = new Extent(extent.bytes, next);
    }

    /** It has grown to {@code bytes}, and the record {@code next}; its first is of {@code time}. */
    void grown(long bytes, long next, long time) {
        if (firstTime == NO_TIME) {
            firstTime = time;
        }
        extent = new Extent(bytes, next);
    }

    /** What is beyond {@code bytes}, which hold the records before {@code next}, is none. */
    void cut(long bytes, long next) {
        extent = new Extent(bytes, next);
    }

    /** The first record's time in ns since 1970, or {@link #NO_TIME}. */
    long firstTime() {
        return firstTime;
    }

    boolean isSealed() {
        return sealed;
    }

    /** Recovery found it whole: it is written on. Never once readers know the segment. */
    void unseal() {
        sealed = false;
    }

    /** Nothing more will be written to it. */
    void seal() {
        sealed = true;
    }

    /**
     * Its records are in a compressed file of {@code bytes} now; readers of the plain one go on.
     */
    void compressed(long bytes) {
        compressedBytes = bytes;
        form = Form.GZIP;
    }

    /** A reader has it open. */
    void opened() {
        readers.incrementAndGet();
    }

    /** A reader has closed it. */
    void closed() {
        readers.decrementAndGet();
    }

    /** Whether a reader has it open, in whatever form. */
    boolean isOpen() {
        return readers.get() > 0;
    }

    long diskBytes() {
        return form == Form.GZIP ? compressedBytes : size();
    }

    /** It cannot be compressed: a line of it is damaged, and stays as it is. */
    void keepPlain() {
        compressible = false;
    }

    /** It is damaged, or gone: the writer is to begin another. */
    void spoil() {
        spoiled = true;
    }

    boolean isSpoiled() {
        return spoiled;
    }

    /** The seq before which all damage has been said. Under the segment's lock. */
    long inspected() {
        return inspected;
    }

    void inspectedBefore(long seq) {
        inspected = seq;
    }

    /** Whether it can be compressed and is not yet. */
    boolean isCompressible() {
        return sealed && compressible && form == Form.PLAIN && size() > 0;
    }
}
