package dev.tailrace.access;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.math.BigInteger;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Random;
import java.util.regex.Pattern;

/**
 * What a client shows: 256 random bits, with a prefix by which scanners of source code find those
 * that were left there. Its hash needs no salt and no slow function: nobody can try all. The
 * gateway has the hash alone, so that its files let nobody in.
 */
public final class Token {
    private static final String PREFIX = "trl_";
    private static final int BITS = 256;

    /** So many digits of base 62 hold 256 bits. */
    private static final int DIGITS = 43;

    private static final String ALPHABET =
            "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private static final Pattern FORM = Pattern.compile(PREFIX + "[0-9A-Za-z]{" + DIGITS + "}");

    private Token() {}

    /**
     * A new one.
     *
     * @param random one that nobody can foresee
     */
    public static String random(Random random) {
        BigInteger base = BigInteger.valueOf(ALPHABET.length());
        BigInteger left = new BigInteger(BITS, random);
        StringBuilder digits = new StringBuilder();
        for (int i = 0; i < DIGITS; i++) {
            BigInteger[] parts = left.divideAndRemainder(base);
            left = parts[0];
            digits.append(ALPHABET.charAt(parts[1].intValue()));
        }
        return PREFIX + digits.reverse();
    }

    /** Whether {@code text} can be a token: what cannot be is not even hashed. */
    static boolean isValid(String text) {
        return text.length() == PREFIX.length() + DIGITS && FORM.matcher(text).matches();
    }

    /** Its SHA-256, in 64 hexadecimal digits. */
    public static String hash(String token) {
        return hash(token.getBytes(US_ASCII));
    }

    static String hash(byte[] bytes) {
        try {
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(sha.digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
