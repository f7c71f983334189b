package dev.tailrace.cursor;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A pattern that anybody may send: RE2, within bounds. RE2/J compiles whatever it is given: 24
 * characters can take all of the heap, others the stack, and one takes for ever. So a pattern is
 * read first, and nothing but this class has one compiled. That takes up to some ms: it is not for
 * event loops. What is compiled is for any thread, and two of the same text are equal.
 *
 * <pre>
 *   text --at most MAX_BYTES--> PatternScan: groups, instructions, folding --> RE2/J --> program
 * </pre>
 */
public final class BoundedPattern {
    /** Ten times the longest that people type; RE2/J's parser is quadratic in it. */
    private static final int MAX_BYTES = 512;

    /** As of {@link PatternScan}. */
    public static final int MAX_INSTRUCTIONS = PatternScan.MAX_INSTRUCTIONS;

    /** An instruction with its runes, and its thread with its places in two queues. Measured. */
    private static final int BYTES_OF_INSTRUCTION = 100;

    /** Each thread notes where each group begins and ends. */
    private static final int BYTES_OF_GROUP = 8;

    private final Pattern pattern;
    private final @Nullable RequiredLiteral required;

    private BoundedPattern(Pattern pattern) {
        this.pattern = pattern;
        this.required = new LiteralScan(pattern.pattern()).find();
    }

    /**
     * Compiles a pattern.
     *
     * @throws IllegalArgumentException if {@code text} is none, or one beyond a bound; the message
     *     says what is accepted
     */
    public static BoundedPattern compile(String text) {
        int bytes = text.getBytes(StandardCharsets.UTF_8).length;
        if (bytes > MAX_BYTES) {
            throw new IllegalArgumentException(
                    "an RE2 pattern of at most " + MAX_BYTES + " bytes, not " + bytes);
        }
        var _ = new PatternScan(text).instructions();
        try {
            Pattern pattern = Pattern.compile(text);
            PatternScan.bounded(pattern.programSize());
            return new BoundedPattern(pattern);
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException("an RE2 pattern (" + e.getMessage() + ")", e);
        }
    }

    /** Whether it is found anywhere in {@code bytes}, which are UTF-8. */
    public boolean isFoundIn(byte[] bytes) {
        return pattern.matcher(bytes).find();
    }

    /** Where it is found in {@code bytes}, which are UTF-8: beginnings and ends in turn. */
    public int[] placesIn(byte[] bytes) {
        IntStream.Builder places = IntStream.builder();
        Matcher matcher = pattern.matcher(bytes);
        while (matcher.find()) {
            if (matcher.end() > matcher.start()) {
                places.add(matcher.start()).add(matcher.end());
            }
        }
        return places.build().toArray();
    }

    /** Whether it matches all of {@code text}. */
    public boolean matches(String text) {
        return pattern.matches(text);
    }

    /** What stands in all that it is found in, if that is UTF-8; null if nothing is known to. */
    public @Nullable RequiredLiteral required() {
        return required;
    }

    /** How many instructions its program has. */
    public int instructions() {
        return pattern.programSize();
    }

    /** About how much memory it holds, in bytes. */
    public int heldBytes() {
        return instructions() * (BYTES_OF_INSTRUCTION + BYTES_OF_GROUP * pattern.groupCount());
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof BoundedPattern that && pattern.equals(that.pattern);
    }

    @Override
    public int hashCode() {
        return pattern.hashCode();
    }

    @Override
    public String toString() {
        return pattern.pattern();
    }
}
