package dev.tailrace.access;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * By what a line of a token file knows a client. As text it has no space: {@code user=alice}.
 *
 * @param value no secret
 */
public record Key(Kind kind, String value) {
    /** What a client can show. */
    public enum Kind {
        /** A token, by its hash. */
        SHA256("sha256", "token", "[0-9a-f]{64}", "64 of 0-9 and a-f"),
        /** A name that a proxy says. */
        USER("user", "user", Key.NAME, Key.NAME_ACCEPTED),
        /** A group that a proxy says the user is in. */
        GROUP("group", "group", Key.NAME, Key.NAME_ACCEPTED),
        /** A name in a client's certificate. */
        SUBJECT(
                "subject",
                "subject",
                "(cn|dns|uri):[!-~]{1,256}",
                "cn:NAME, dns:NAME or uri:URI, with 1 to 256 visible characters of ASCII");

        private final String text;
        private final String what;
        private final Pattern form;
        private final String accepted;

        Kind(String text, String what, String form, String accepted) {
            this.text = text;
            this.what = what;
            this.form = Pattern.compile(form);
            this.accepted = accepted;
        }

        /** As in a line. */
        String text() {
            return text;
        }

        /** What it is, for people. */
        String what() {
            return what;
        }

        /** The names of all. */
        static List<String> all() {
            return Arrays.stream(values()).map(Kind::text).toList();
        }

        /** The kind of that name. */
        static Optional<Kind> of(String text) {
            return Arrays.stream(values()).filter(kind -> kind.text.equals(text)).findFirst();
        }

        /** Whether that text of a key is of this kind. */
        boolean isOf(String key) {
            return key.startsWith(text) && key.startsWith("=", text.length());
        }

        /** Whether a line can have it. */
        public boolean accepts(String value) {
            return form.matcher(value).matches();
        }
    }

    /** Of a hash: no two that anybody has made have the same. */
    static final int SHOWN_DIGITS = 8;

    /** What stands between the names of groups. */
    private static final String SEPARATORS = ",|";

    private static final String NAME = "[!-~&&[^" + SEPARATORS + "]]{1,128}";

    /** What a user and a group may be called, for people. */
    public static final String NAME_ACCEPTED =
            "1 to 128 visible characters of ASCII without ',' and '|'";

    /**
     * @throws IllegalArgumentException if a line cannot have it
     */
    public Key {
        if (!kind.accepts(value)) {
            throw new IllegalArgumentException(kind.text + " is not " + kind.accepted);
        }
    }

    /** As much as tells it from others. */
    public String shown() {
        return kind == Kind.SHA256
                ? kind.text + "=" + value.substring(0, SHOWN_DIGITS)
                : toString();
    }

    @Override
    public String toString() {
        return kind.text + "=" + value;
    }
}
