package dev.tailrace.model;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Which of the accepted words is meant by another one. Any thread. */
public final class Spelling {
    private static final int LETTERS_A_MISTAKE = 3;

    private Spelling() {}

    /**
     * The accepted word that takes the fewest mistakes to become {@code word}; empty if none is
     * near: to name any other would be a guess. To write it in capitals is no mistake.
     */
    public static Optional<String> nearest(String word, Collection<String> accepted) {
        String small = small(word);
        return accepted.stream()
                .filter(each -> isNear(small, small(each)))
                .min(
                        Comparator.<String>comparingInt(each -> mistakes(small, small(each)))
                                .thenComparing(Comparator.naturalOrder()));
    }

    /** The beginning of one, or one mistake in three letters. */
    private static boolean isNear(String word, String accepted) {
        int most = word.length() / LETTERS_A_MISTAKE;
        return (!word.isEmpty() && accepted.startsWith(word))
                // Each letter too many is one: whatever clients send is not gone through for that.
                || (word.length() - accepted.length() <= most && mistakes(word, accepted) <= most);
    }

    private static String small(String word) {
        return word.toLowerCase(Locale.ROOT);
    }

    /**
     * How many letters are missing, too many, wrong or swapped with their neighbour (the optimal
     * string alignment distance).
     */
    static int mistakes(String one, String other) {
        int[] beforeLast = new int[other.length() + 1];
        int[] last = new int[other.length() + 1];
        for (int j = 0; j <= other.length(); j++) {
            last[j] = j;
        }
        for (int i = 1; i <= one.length(); i++) {
            int[] row = new int[other.length() + 1];
            row[0] = i;
            for (int j = 1; j <= other.length(); j++) {
                int wrong = one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1;
                row[j] = Math.min(last[j - 1] + wrong, 1 + Math.min(last[j], row[j - 1]));
                if (isSwapped(one, i, other, j)) {
                    row[j] = Math.min(row[j], beforeLast[j - 2] + 1);
                }
            }
            beforeLast = last;
            last = row;
        }
        return last[other.length()];
    }

    private static boolean isSwapped(String one, int i, String other, int j) {
        return i > 1
                && j > 1
                && one.charAt(i - 1) == other.charAt(j - 2)
                && one.charAt(i - 2) == other.charAt(j - 1);
    }
}
