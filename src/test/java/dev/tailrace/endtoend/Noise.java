package dev.tailrace.endtoend;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Random;

/** Bytes that are no text. */
final class Noise {
    private Noise() {}

    /**
     * Random bytes with many line ends of all kinds and a line that is longer than a record; the
     * last line has no end.
     */
    static byte[] of(long seed, int length) {
        Random random = new Random(seed);
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        for (int i = 0; i < length; i++) {
            switch (random.nextInt(100)) {
                case 0, 1, 2 -> bytes[i] = '\n';
                case 3 -> bytes[i] = '\r';
                case 4 -> bytes[i] = 0;
                default -> {}
            }
        }
        int longLine = Math.min(length / 4, 50_000);
        for (int i = length / 2; i < length / 2 + longLine; i++) {
            bytes[i] = bytes[i] == '\n' ? (byte) '\r' : bytes[i];
        }
        bytes[length - 1] = (byte) 0xff;
        return bytes;
    }

    /** Names the bytes shortly, so that two that differ make no message of a megabyte. */
    static String digest(byte[] bytes) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(bytes);
            return bytes.length + " bytes, SHA-256 " + HexFormat.of().formatHex(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }
}
