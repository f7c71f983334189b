package dev.tailrace.json;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads JSON (RFC 8259) from bytes, one value after the other, without making objects of what is
 * passed over: a line of a log goes from its string to where it is written as bytes.
 *
 * <pre>
 *   reader.beginObject();
 *   while (reader.nextMember()) {
 *       if (reader.isNamed(SEQ)) seq = reader.number(); else reader.skip();
 *   }
 * </pre>
 *
 * What is no JSON is an {@link IllegalArgumentException}. One thread.
 */
public final class JsonReader {
    private static final VarHandle LONG =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101010101010101L;
    private static final long HIGHS = 0x8080808080808080L;

    private byte[] bytes;
    private int at;
    private int end;

    /** Whether nothing has been read yet of the object or array that was entered last. */
    private boolean first;

    private int nameFrom;
    private int nameTo;
    private int textFrom;
    private int textTo;
    private boolean escaped;

    /** Of {@code bytes[from..to)}. */
    public JsonReader(byte[] bytes, int from, int to) {
        this.bytes = bytes;
        this.at = from;
        this.end = to;
    }

    /** Of all of {@code bytes}. */
    public JsonReader(byte[] bytes) {
        this(bytes, 0, bytes.length);
    }

    /** Reads other bytes from now on, from {@code from} to {@code to}. */
    public void reset(byte[] other, int from, int to) {
        bytes = other;
        at = from;
        end = to;
    }

    /** Enters an object. */
    public void beginObject() {
        expect('{');
        first = true;
    }

    /** Whether the object has one more member, whose value is read next; at its end leaves it. */
    public boolean nextMember() {
        if (!next('}')) {
            return false;
        }
        text();
        nameFrom = textFrom;
        nameTo = textTo;
        expect(':');
        return true;
    }

    /** Enters an array. */
    public void beginArray() {
        expect('[');
        first = true;
    }

    /** Whether the array has one more element, which is read next; at its end leaves it. */
    public boolean nextElement() {
        return next(']');
    }

    private boolean next(char closing) {
        int c = peek();
        boolean wasFirst = first;
        first = false;
        if (c == closing) {
            at++;
            return false;
        }
        if (!wasFirst) {
            expect(',');
        }
        return true;
    }

    /** Whether the member is called so, in bytes as they stand between the quotes. */
    public boolean isNamed(byte[] name) {
        return Arrays.equals(bytes, nameFrom, nameTo, name, 0, name.length);
    }

    /** The first byte of what the member is called, or 0 if that is nothing. */
    public int nameByte() {
        return nameTo > nameFrom ? bytes[nameFrom] : 0;
    }

    /** What the member is called. */
    public String name() {
        return JsonText.of(bytes, nameFrom, nameTo);
    }

    /** The first byte of what is read next, which says of what kind that is. */
    public int peek() {
        while (at < end && isSpace(bytes[at])) {
            at++;
        }
        if (at == end) {
            throw wrong();
        }
        return bytes[at];
    }

    private static boolean isSpace(byte c) {
        return c == ' ' || c == '\n' || c == '\r' || c == '\t';
    }

    private void expect(char wanted) {
        if (peek() != wanted) {
            throw wrong();
        }
        at++;
    }

    private IllegalArgumentException wrong() {
        return new IllegalArgumentException("no JSON at byte " + at);
    }

    /** Reads a whole number. */
    public long number() {
        boolean negative = peek() == '-';
        at += negative ? 1 : 0;
        int from = at;
        long value = 0;
        while (at < end && bytes[at] >= '0' && bytes[at] <= '9') {
            value = value * 10 + bytes[at++] - '0';
        }
        if (at == from) {
            throw wrong();
        }
        return negative ? -value : value;
    }

    /** Passes over a string, which {@link #copyText} then has. */
    public void text() {
        expect('"');
        textFrom = at;
        escaped = false;
        while (true) {
            while (at + Long.BYTES <= end && isPlain((long) LONG.get(bytes, at))) {
                at += Long.BYTES;
            }
            if (at >= end) {
                throw wrong();
            }
            byte c = bytes[at++];
            if (c == '"') {
                textTo = at - 1;
                return;
            }
            if (c == '\\') {
                escaped = true;
                at++;
            }
        }
    }

    /** Whether none of the eight bytes is a quote or a backslash. */
    private static boolean isPlain(long word) {
        long quote = word ^ 0x22 * ONES;
        long backslash = word ^ 0x5c * ONES;
        return ((((quote - ONES) & ~quote) | ((backslash - ONES) & ~backslash)) & HIGHS) == 0;
    }

    /** Where the last string begins, without its quote. */
    public int textFrom() {
        return textFrom;
    }

    /** Where the last string ends, without its quote. */
    public int textTo() {
        return textTo;
    }

    /** Whether the last string is not what stands there: {@link #copyText} makes it that. */
    public boolean isEscaped() {
        return escaped;
    }

    /**
     * Writes the last string as UTF-8 to {@code target}, from {@code to} on, and returns where it
     * ends there.
     */
    public int copyText(byte[] target, int to) {
        if (escaped) {
            return JsonText.unescape(bytes, textFrom, textTo, target, to);
        }
        System.arraycopy(bytes, textFrom, target, to, textTo - textFrom);
        return to + textTo - textFrom;
    }

    /** Reads a string. */
    public String string() {
        text();
        return JsonText.of(bytes, textFrom, textTo);
    }

    /** Passes over whatever comes. */
    public void skip() {
        switch (peek()) {
            case '"' -> text();
            case '{' -> {
                beginObject();
                while (nextMember()) {
                    skip();
                }
            }
            case '[' -> {
                beginArray();
                while (nextElement()) {
                    skip();
                }
            }
            default -> word();
        }
    }

    /** Where the next byte is that has not been read. */
    public int at() {
        return at;
    }

    /** Reads {@code true}, {@code false}, {@code null} or a number as it stands. */
    public String word() {
        peek();
        int from = at;
        while (at < end
                && (Character.isLetterOrDigit(bytes[at]) || "+-.".indexOf(bytes[at]) >= 0)) {
            at++;
        }
        if (at == from) {
            throw wrong();
        }
        return new String(bytes, from, at - from, StandardCharsets.US_ASCII);
    }

    /**
     * Reads whatever comes: a {@code Map}, a {@code List}, a {@code String}, a {@code Long}, a
     * {@code Double}, a {@code Boolean} or null.
     */
    public @Nullable Object value() {
        return switch (peek()) {
            case '"' -> string();
            case '{' -> object();
            case '[' -> {
                List<@Nullable Object> all = new ArrayList<>();
                beginArray();
                while (nextElement()) {
                    all.add(value());
                }
                yield all;
            }
            default -> scalar(word());
        };
    }

    /** Reads an object, whose members are as of {@link #value}, in their order. */
    public Map<String, @Nullable Object> object() {
        Map<String, @Nullable Object> all = new LinkedHashMap<>();
        beginObject();
        while (nextMember()) {
            String name = name();
            all.put(name, value());
        }
        return all;
    }

    private static @Nullable Object scalar(String word) {
        return switch (word) {
            case "true" -> true;
            case "false" -> false;
            case "null" -> null;
            default -> number(word);
        };
    }

    private static Number number(String word) {
        boolean whole = word.chars().allMatch(c -> c == '-' || (c >= '0' && c <= '9'));
        if (whole && word.length() < 19) {
            return Long.valueOf(word);
        }
        return Double.valueOf(word);
    }
}
