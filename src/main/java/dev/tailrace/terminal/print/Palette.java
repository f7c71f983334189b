package dev.tailrace.terminal.print;

import dev.tailrace.level.Level;

/** Which colour is whose. */
final class Palette {
    static final String RESET = "\033[0m";
    static final String DIM = "\033[2m";
    static final String STDERR = "\033[31m";

    /** Of the 256 colours of xterm: seen on dark and on light, none of them red as errors are. */
    private static final int[] STREAMS = {33, 37, 64, 136, 125, 61, 97, 30, 67, 132, 172, 71};

    private static final int FNV_OFFSET = 0x811c9dc5;
    private static final int FNV_PRIME = 0x01000193;

    private Palette() {}

    /** The same for a name each time, wherever it is read (FNV-1a). */
    static String of(String stream) {
        int hash = FNV_OFFSET;
        for (int i = 0; i < stream.length(); i++) {
            hash = (hash ^ stream.charAt(i)) * FNV_PRIME;
        }
        return "\033[38;5;" + STREAMS[Math.floorMod(hash ^ (hash >>> 16), STREAMS.length)] + "m";
    }

    /** Nothing for most lines: what is everywhere says nothing. */
    static String of(Level level) {
        return switch (level) {
            case FATAL -> "\033[1;31m";
            case ERROR -> "\033[31m";
            case WARN -> "\033[33m";
            case DEBUG, TRACE -> DIM;
            case INFO, NONE -> "";
        };
    }
}
