package dev.tailrace.cursor;

import dev.tailrace.level.Level;
import dev.tailrace.level.LineState;
import dev.tailrace.log.StreamLog;
import dev.tailrace.model.Batch;
import dev.tailrace.model.Origin;
import java.io.IOException;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which records a reader wants to see: by origin, by level, and by a pattern found (or, inverted,
 * not found) in their bytes; and what it wants to be told of them. Patterns are RE2: linear in the
 * record's length, and bounded. Filters that ask for the same are equal. Any thread: immutable.
 */
public final class RecordFilter implements Batch.Filter {
    /** Those of all lines. */
    public static final Set<Level> ANY_LEVEL =
            Collections.unmodifiableSet(EnumSet.allOf(Level.class));

    /** What a reader sees that asks for nothing else: the workload's own lines. */
    public static final RecordFilter LINES =
            new RecordFilter(EnumSet.of(Origin.STDOUT, Origin.STDERR), null, false);

    /** Whose lines there are. */
    private static final Set<Origin> BOTH = EnumSet.of(Origin.STDOUT, Origin.STDERR);

    /**
     * Instructions times bytes. At 10 to 30 ns for each, as the worst programs take, a turn is 3 to
     * 10 ms. Most programs take far less: for them three times as many saved no CPU that could be
     * measured.
     */
    private static final int STEPS_IN_A_TURN = 333_000;

    private final Set<Origin> origins;

    // The same: asked for each record that is read.
    private final boolean stdout;
    private final boolean stderr;
    private final boolean system;

    private final @Nullable BoundedPattern pattern;
    private final boolean invert;
    private final Set<Level> levels;
    private final Fields fields;

    /** Asked for each batch of each reader, to find what was encoded for another. */
    private final int hash;

    /** For lines of any level, of which nothing more is told. */
    public RecordFilter(Set<Origin> origins, @Nullable BoundedPattern pattern, boolean invert) {
        this(origins, pattern, invert, ANY_LEVEL, Fields.NONE);
    }

    /**
     * @param pattern what a record's content must contain; null for anything
     * @param invert whether it must not contain it instead
     * @param levels those of which a line must have one
     */
    public RecordFilter(
            Set<Origin> origins,
            @Nullable BoundedPattern pattern,
            boolean invert,
            Set<Level> levels,
            Fields fields) {
        // One set for all that see any: it is compared for each batch of each reader.
        this.levels =
                levels.equals(ANY_LEVEL)
                        ? ANY_LEVEL
                        : Collections.unmodifiableSet(EnumSet.copyOf(levels));
        this.fields = fields;
        this.origins = Collections.unmodifiableSet(EnumSet.copyOf(origins));
        this.stdout = origins.contains(Origin.STDOUT);
        this.stderr = origins.contains(Origin.STDERR);
        this.system = origins.contains(Origin.SYSTEM);
        this.pattern = pattern;
        this.invert = invert;
        this.hash = Objects.hash(this.origins, pattern, invert, this.levels, fields);
    }

    /** What it wants to be told of each line. */
    public Fields fields() {
        return fields;
    }

    /** Whether it takes the lines before one to say whether and how that is seen. */
    public boolean followsLines() {
        return fields.any() || choosesLevels();
    }

    /** Whether lines of some levels are not seen. */
    public boolean choosesLevels() {
        return levels.size() < ANY_LEVEL.size();
    }

    /**
     * What is open before the record {@code seq}, as far as it takes that. Reads files: not on an
     * event loop.
     *
     * @throws IOException if the log's files cannot be read
     */
    public LineState openAt(StreamLog log, long seq) throws IOException {
        return followsLines() ? LookBack.before(log, seq, BOTH) : LineState.NOTHING;
    }

    /** As {@link #openAt}, as far as the records of {@code page} may go on with it. */
    LineState openBefore(StreamLog log, Batch page) throws IOException {
        if (!followsLines()) {
            return LineState.NOTHING;
        }
        EnumSet<Origin> there = EnumSet.noneOf(Origin.class);
        for (int i = 0; i < page.count(); i++) {
            there.add(page.origin(i));
        }
        return LookBack.before(log, page.first(), there);
    }

    /** Whether lines of that level are seen. */
    public boolean accepts(Level level) {
        return levels.contains(level);
    }

    /** Whether a record is seen, whatever its level: a {@link Sight} knows that. */
    public boolean accepts(Batch batch, int record) {
        boolean shown =
                switch (batch.origin(record)) {
                    case STDOUT -> stdout;
                    case STDERR -> stderr;
                    case SYSTEM -> system;
                };
        return shown && matches(batch, record);
    }

    private boolean matches(Batch batch, int record) {
        if (pattern == null) {
            return true;
        }
        byte[] content =
                Arrays.copyOfRange(
                        batch.bytes(), batch.contentStart(record), batch.contentEnd(record));
        return pattern.isFoundIn(content) != invert;
    }

    /**
     * How many bytes of records are looked at in one turn on an event loop, of the {@code most}
     * that a reader takes: others have theirs in between.
     */
    public int piece(int most) {
        return pattern == null ? most : Math.min(most, STEPS_IN_A_TURN / pattern.instructions());
    }

    /**
     * What stands in each record that is accepted, if that is UTF-8; null if nothing is known to.
     */
    public @Nullable RequiredLiteral required() {
        return pattern == null || invert ? null : pattern.required();
    }

    /** Whether records are searched, for which a reader is to take turns with others. */
    public boolean searches() {
        return pattern != null || choosesLevels();
    }

    @Override
    public int heldBytes() {
        return pattern == null ? 0 : pattern.heldBytes();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof RecordFilter that
                && origins.equals(that.origins)
                && invert == that.invert
                && levels.equals(that.levels)
                && fields.equals(that.fields)
                && Objects.equals(pattern, that.pattern);
    }

    @Override
    public int hashCode() {
        return hash;
    }
}
