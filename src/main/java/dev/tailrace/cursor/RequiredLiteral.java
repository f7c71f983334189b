package dev.tailrace.cursor;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Characters that stand in all that a pattern is found in, one after the other: whoever does not
 * find them need not ask the pattern. That holds for text that is UTF-8: of other bytes RE2/J makes
 * characters of its own. Any thread: immutable.
 */
public final class RequiredLiteral {
    private final byte[] bytes;
    private final boolean folded;

    RequiredLiteral(byte[] bytes, boolean folded) {
        this.bytes = bytes;
        this.folded = folded;
    }

    /** The characters in UTF-8; capital or small, where case does not matter. */
    public byte[] bytes() {
        return bytes.clone();
    }

    /** Whether case does not matter; then all of them are of ASCII. */
    public boolean isFolded() {
        return folded;
    }

    /** The longer one is rarer; of equal ones, that whose case matters. */
    static @Nullable RequiredLiteral better(
            @Nullable RequiredLiteral one, @Nullable RequiredLiteral other) {
        if (one == null || other == null) {
            return one == null ? other : one;
        }
        boolean equal = other.bytes.length == one.bytes.length;
        return other.bytes.length > one.bytes.length || (equal && one.folded) ? other : one;
    }

    @Override
    public String toString() {
        return (folded ? "(?i)" : "") + new String(bytes, StandardCharsets.UTF_8);
    }

    /** Characters that follow each other, until something else comes. One thread. */
    static final class Run {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private final boolean folded;

        Run(boolean folded) {
            this.folded = folded;
        }

        /** Takes one more; false if it is one that other bytes stand for as well. */
        boolean take(int character) {
            boolean surrogate =
                    character >= Character.MIN_SURROGATE && character <= Character.MAX_SURROGATE;
            if (character < 0 || character == '\n' || surrogate) {
                return false;
            }
            // K is also the Kelvin sign, and s the long s, where case does not matter.
            if (folded && (character >= 0x80 || "kKsS".indexOf(character) >= 0)) {
                return false;
            }
            bytes.writeBytes(Character.toString(character).getBytes(StandardCharsets.UTF_8));
            return true;
        }

        @Nullable RequiredLiteral literal() {
            return bytes.size() == 0 ? null : new RequiredLiteral(bytes.toByteArray(), folded);
        }
    }
}
