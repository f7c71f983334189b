package dev.tailrace.access;

import java.util.Base64;
import java.util.Random;
import java.util.regex.Pattern;

/**
 * Random bits that the gateway hands out for a while and that a client shows again: the id of a
 * session, a ticket. The gateway keeps its hash alone.
 *
 * @param bits of which it has so many
 */
record Secret(int bits) {
    private static final Pattern FORM = Pattern.compile("[0-9A-Za-z_-]{1,64}");

    /**
     * A new one: letters, digits, - and _.
     *
     * @param random one that nobody can foresee
     */
    String next(Random random) {
        byte[] bytes = new byte[bits / Byte.SIZE];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** Whether {@code text} can be one: what cannot be is not even hashed. */
    boolean isValid(String text) {
        return text.length() == (bits + 5) / 6 && FORM.matcher(text).matches();
    }

    /** Its SHA-256, in 64 hexadecimal digits. */
    String hash(String text) {
        return Token.hash(text);
    }
}
