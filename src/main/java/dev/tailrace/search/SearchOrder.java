package dev.tailrace.search;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Which way a search goes from where its reader is. */
public enum SearchOrder {
    /** Backwards to the beginning, then forwards to the end. */
    AROUND,
    /** Backwards. */
    DESC,
    /** Forwards. */
    ASC;

    /** The order that is called so on the wire, if one is. */
    public static Optional<SearchOrder> of(String text) {
        return Arrays.stream(values()).filter(each -> each.text().equals(text)).findFirst();
    }

    /** As on the wire. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
