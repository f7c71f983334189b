package dev.tailrace.model;

import java.util.random.RandomGenerator;
import java.util.regex.Pattern;

/**
 * Drawn at random when a stream's log is created: it tells the positions of one log from those of
 * another that has the same name.
 */
public record Epoch(String value) {
    private static final String ALPHABET = "abcdefghijklmnopqrstuvwxyz0123456789";
    private static final int LENGTH = 8;
    private static final Pattern FORM = Pattern.compile("[a-z0-9]{8}");

    /**
     * @throws IllegalArgumentException if {@code value} is not 8 characters of a-z and 0-9
     */
    public Epoch {
        if (!isValid(value)) {
            throw new IllegalArgumentException(
                    "epoch '" + value + "' is not accepted: 8 characters of a-z and 0-9");
        }
    }

    static boolean isValid(String value) {
        return FORM.matcher(value).matches();
    }

    public static Epoch random(RandomGenerator random) {
        StringBuilder text = new StringBuilder(LENGTH);
        for (int i = 0; i < LENGTH; i++) {
            text.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        }
        return new Epoch(text.toString());
    }

    @Override
    public String toString() {
        return value;
    }
}
