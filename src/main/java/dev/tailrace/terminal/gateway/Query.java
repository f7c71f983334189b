package dev.tailrace.terminal.gateway;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** A path with its query, encoded (RFC 3986). */
public final class Query {
    private final StringBuilder text;
    private char next = '?';

    /** Of a path that needs no encoding, but for what {@link #encoded} has made of names. */
    public Query(String path) {
        this.text = new StringBuilder(path);
    }

    /** Adds a parameter, unless its value is null. */
    public Query with(String name, @Nullable Object value) {
        if (value != null) {
            text.append(next).append(name).append('=').append(encoded(value.toString()));
            next = '&';
        }
        return this;
    }

    /** {@code value} as a part of a path or a query. */
    public static String encoded(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
