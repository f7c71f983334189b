package dev.tailrace.face;

import java.net.InetAddress;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A host and a port, as in {@code Host}, {@code :authority} and {@code Origin} (RFC 3986, 3.2), but
 * without a user.
 *
 * @param host in lower case, without the dot at its end that DNS allows; of IPv6 in brackets
 * @param port {@link #NO_PORT} if there is none
 */
record Authority(String host, int port) {
    static final int NO_PORT = -1;

    private static final int MAX_PORT = 0xffff;

    private static final Pattern FORM =
            Pattern.compile("(\\[[0-9A-Fa-f:.]+]|[A-Za-z0-9._-]+)(?::([0-9]{0,5}))?");

    /** What {@code text} is; null if it is none. */
    static @Nullable Authority of(String text) {
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            return null;
        }
        String digits = form.group(2);
        int port = digits == null || digits.isEmpty() ? NO_PORT : Integer.parseInt(digits);
        String host = form.group(1).toLowerCase(Locale.ROOT);
        return port > MAX_PORT
                ? null
                : new Authority(
                        host.endsWith(".") ? host.substring(0, host.length() - 1) : host, port);
    }

    /** Whether the host is an address and no name, which DNS would have a say in. */
    boolean isAddress() {
        String address = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
        try {
            var _ = InetAddress.ofLiteral(address);
            return true;
        } catch (IllegalArgumentException _) {
            return false;
        }
    }

    /** The port that is meant where {@code scheme} is spoken. */
    int port(String scheme) {
        int usual = scheme.equals("https") ? 443 : 80; // RFC 9110, 4.2
        return port == NO_PORT ? usual : port;
    }
}
