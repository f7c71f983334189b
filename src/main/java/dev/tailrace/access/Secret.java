package dev.tailrace.access;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tailrace.model.OsText;
import java.net.URLDecoder;
import java.util.Base64;
import java.util.Random;
import java.util.regex.Pattern;

/**
 * Random bits that the gateway hands out for a while and that a client shows again: the id of a
 * session, a ticket. The gateway keeps its hash alone.
 *
 * @param prefix by which it is known for what it is, wherever it is found
 * @param bits of which it has so many
 */
public record Secret(String prefix, int bits) {
    private static final Pattern DIGITS = Pattern.compile("[0-9A-Za-z_-]+");

    /** Those of all kinds, and tokens; those that are signed begin with an encoded brace. */
    private static final Pattern ANY =
            Pattern.compile("(tr[lst]_|\\beyJ)[0-9A-Za-z_-]+(\\.[0-9A-Za-z_-]*){0,2}");

    /** The text, without what secrets there are in it, in URLs however they are encoded. */
    public static String hideIn(String text) {
        String plain = text.indexOf('%') < 0 ? text : decoded(text);
        // The text itself is shown as it is, if only it has none.
        return ANY.matcher(plain).find()
                ? ANY.matcher(OsText.shown(plain)).replaceAll("$1...")
                : text;
    }

    /** Where that can be: the gateway takes none that cannot. */
    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text, UTF_8);
        } catch (IllegalArgumentException _) {
            return text;
        }
    }

    /**
     * A new one: the prefix, and letters, digits, - and _.
     *
     * @param random one that nobody can foresee
     */
    String next(Random random) {
        byte[] bytes = new byte[bits / Byte.SIZE];
        random.nextBytes(bytes);
        return prefix + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** Whether {@code text} can be one: what cannot be is not even hashed. */
    boolean isValid(String text) {
        return text.length() == prefix.length() + (bits + 5) / 6
                && text.startsWith(prefix)
                && DIGITS.matcher(text).matches();
    }

    /** Its SHA-256, in 64 hexadecimal digits. */
    String hash(String text) {
        return Token.hash(text);
    }
}
