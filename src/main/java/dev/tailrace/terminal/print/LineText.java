package dev.tailrace.terminal.print;

import java.nio.charset.StandardCharsets;

/**
 * A line's content as a terminal may have it: nothing in it moves the cursor, sets a title or gets
 * at the clipboard. Colours (SGR, ECMA-48 8.3.117) come through where colours are wanted, and are
 * reset at the line's end; what else steers a terminal is written out, as {@code \x1b}.
 */
final class LineText {
    private static final byte ESC = 0x1b;
    private static final byte DEL = 0x7f;
    private static final String RESET = "\033[0m";
    private static final String FOUND = "\033[7m";
    private static final String NOT_FOUND = "\033[27m";
    private static final int[] NO_PLACES = {};

    private final Output out;
    private final boolean colour;
    private final Width width;
    private int indent;
    private int column;
    private boolean full;
    private boolean styled;

    LineText(Output out, boolean colour, Width width) {
        this.out = out;
        this.colour = colour;
        this.width = width;
    }

    /** Begins a line of which {@code columns} are used. */
    void begin(int columns) {
        indent = columns;
        column = columns;
        full = false;
        styled = false;
    }

    /** Adds {@code bytes[from..to)}. */
    void add(byte[] bytes, int from, int to) {
        add(bytes, from, to, "", NO_PLACES);
    }

    /**
     * Adds {@code bytes[from..to)}; a line that has colours of its own keeps to them.
     *
     * @param style the escape sequence of a colour, or nothing
     * @param places beginnings and ends of what is to be seen at once, from {@code from} on
     */
    void add(byte[] bytes, int from, int to, String style, int[] places) {
        boolean own = !colour || hasEscape(bytes, from, to);
        if (!own && !style.isEmpty()) {
            out.add(style);
            styled = true;
        }
        int place = own ? places.length : 0;
        int at = from;
        while (at < to) {
            if (place < places.length && at >= from + places[place]) {
                out.add(place % 2 == 0 ? FOUND : NOT_FOUND);
                styled = true;
                place++;
                continue;
            }
            int until = place < places.length ? Math.min(to, from + places[place]) : to;
            at = plain(bytes, at, until);
            if (at < until) {
                at = other(bytes, at, to);
            }
        }
    }

    /** Ends the line, without its line feed. */
    void end() {
        if (styled) {
            out.add(RESET);
            styled = false;
        }
    }

    private static boolean hasEscape(byte[] bytes, int from, int to) {
        for (int i = from; i < to; i++) {
            if (bytes[i] == ESC) {
                return true;
            }
        }
        return false;
    }

    /** Adds the ASCII that stands for itself, and returns where it ends. */
    private int plain(byte[] bytes, int from, int to) {
        int end = from;
        while (end < to && bytes[end] >= ' ' && bytes[end] != DEL) {
            end++;
        }
        int at = from;
        while (at < end && !full) {
            int room = Math.max(0, width.columns() - 1 - column);
            int count = Math.min(end - at, room);
            out.add(bytes, at, at + count);
            column += count;
            at += count;
            if (at < end) {
                overflow();
            }
        }
        return end;
    }

    private int other(byte[] bytes, int at, int to) {
        byte b = bytes[at];
        if (b == ESC) {
            int end = Escapes.endOfColour(bytes, at, to);
            if (end > 0) {
                if (colour) {
                    out.add(bytes, at, end);
                    styled = true;
                }
                return end;
            }
        }
        int length = b < 0 ? Escapes.utf8Length(bytes, at, to) : 1;
        if (length == 0 || (b >= 0 && b != '\t')) {
            written("\\x%02x".formatted(b));
            return at + 1;
        }
        int code = Escapes.codePoint(bytes, at, length);
        if (Escapes.steers(code)) {
            written("\\u%04x".formatted(code));
        } else {
            cell(bytes, at, length, Columns.of(code, column));
        }
        return at + length;
    }

    private void written(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        plain(bytes, 0, bytes.length);
    }

    private void cell(byte[] bytes, int at, int length, int columns) {
        if (!full && column + columns > width.columns() - 1) {
            overflow();
        }
        if (!full) {
            out.add(bytes, at, at + length);
            column += columns;
        }
    }

    /** The line is as wide as it may be, and goes on. */
    private void overflow() {
        if (width.wraps() && width.columns() - 1 > indent) {
            out.add('\n').add(" ".repeat(indent));
            column = indent;
        } else {
            out.add("…");
            full = true;
        }
    }
}
