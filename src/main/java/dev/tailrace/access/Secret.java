package dev.tailrace.access;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tailrace.model.OsText;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

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
    private static final String BEGIN = "tr[lst]_|\\beyJ";

    private static final Pattern ANY =
            Pattern.compile("(" + BEGIN + ")[0-9A-Za-z_-]+(\\.[0-9A-Za-z_-]*){0,2}");

    /**
     * Where one stands: whatever is there is one, or what a client has made of one. The names are
     * as in a URL, in which each character may be encoded.
     */
    private static final Pattern PLACE =
            Pattern.compile(
                    "(?i)((?<![0-9a-z_-])"
                            + Stream.of("ticket", "token", "access_token")
                                    .map(Secret::encodedOrNot)
                                    .collect(Collectors.joining("|", "(?:", ")"))
                            + "=|tailrace\\.ticket\\.)("
                            + BEGIN
                            + ")?[^&\\s#]*?(?='?(?:[&\\s#]|$))");

    private static final Pattern ENCODED = Pattern.compile("(?:%[0-9A-Fa-f]{2})+");

    /** What is encoded more often has no reason that is good, and each costs another look. */
    private static final int MAX_ENCODINGS = 8;

    private static final String LEFT = "...";

    private static String encodedOrNot(String name) {
        return name.chars()
                .mapToObj(each -> "(?:%c|%%%02x)".formatted(each, each))
                .collect(Collectors.joining());
    }

    /**
     * The text, without what secrets there are in it, in URLs however they are encoded. What is
     * encoded more than {@value #MAX_ENCODINGS} times is hidden whole.
     */
    public static String hideIn(String text) {
        String shown = hidden(text);
        String plain = shown;
        for (int i = 0; i < MAX_ENCODINGS; i++) {
            String decoded = decoded(plain);
            if (decoded.equals(plain)) {
                return shown;
            }
            plain = hidden(decoded);
            // The text itself is shown as it is, if only it has none.
            shown = plain.equals(decoded) ? shown : OsText.shown(plain);
        }
        return ENCODED.matcher(plain).find() ? LEFT : shown;
    }

    private static String hidden(String text) {
        String left = PLACE.matcher(text).replaceAll("$1$2" + LEFT);
        return ANY.matcher(left).replaceAll("$1" + LEFT);
    }

    /** What can be is decoded, unlike where a request is read: a log has refused ones as well. */
    private static String decoded(String text) {
        return ENCODED.matcher(text)
                .replaceAll(found -> {
                    byte[] bytes = HexFormat.of().parseHex(found.group().replace("%", ""));
                    return Matcher.quoteReplacement(new String(bytes, UTF_8));
                });
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
