package dev.tailrace.access;

/**
 * What a name or a value is to be: each {@code *} stands for any characters, all others for
 * themselves. Compared without going back, so that none takes longer than the product of the two
 * lengths.
 */
public record Pattern(String text) {
    /** The longest name of a stream, and a good deal more than the values of most labels. */
    private static final int MAX_CHARS = 128;

    /** Whatever there is. */
    public static final Pattern ANY = new Pattern("*");

    /**
     * @throws IllegalArgumentException if it is empty or too long
     */
    public Pattern {
        if (text.isEmpty() || text.length() > MAX_CHARS || !text.matches("[^\\s,]+")) {
            throw new IllegalArgumentException(
                    "a pattern is empty, too long or has a space or a comma; accepted are 1 to "
                            + MAX_CHARS
                            + " characters, with * for any");
        }
    }

    /** Whether all of {@code value} is as the pattern says. */
    public boolean matches(String value) {
        int star = text.indexOf('*');
        if (star < 0) {
            return text.equals(value);
        }
        int last = text.lastIndexOf('*');
        String tail = text.substring(last + 1);
        if (value.length() < star + tail.length()
                || !value.startsWith(text.substring(0, star))
                || !value.endsWith(tail)) {
            return false;
        }
        return hasInTurn(value.substring(star, value.length() - tail.length()), star, last);
    }

    /** Whether what stands between the stars comes in {@code middle}, one after the other. */
    private boolean hasInTurn(String middle, int star, int last) {
        int at = 0;
        for (int from = star; from < last; ) {
            int next = text.indexOf('*', from + 1);
            String piece = text.substring(from + 1, next);
            int found = middle.indexOf(piece, at);
            if (found < 0) {
                return false;
            }
            at = found + piece.length();
            from = next;
        }
        return true;
    }

    @Override
    public String toString() {
        return text;
    }
}
