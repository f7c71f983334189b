package dev.tailrace.terminal.gateway;

import java.net.URI;
import java.util.Optional;

/**
 * Where a gateway is.
 *
 * @param uri without a slash at its end
 * @param data the folder of a gateway that was found running on this machine: the next one on it
 *     may have another port
 */
public record GatewayAddress(URI uri, Optional<String> data) {
    /**
     * As somebody has typed it; {@code http} where no scheme is given.
     *
     * @throws GatewayFailure if it is none
     */
    public static GatewayAddress of(String text) {
        String whole = text.contains("://") ? text : "http://" + text;
        URI uri;
        try {
            uri = URI.create(whole.replaceFirst("/+$", ""));
        } catch (IllegalArgumentException _) {
            throw refused(text);
        }
        boolean http = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
        if (!http
                || uri.getHost() == null
                || uri.getRawQuery() != null
                || uri.getRawUserInfo() != null) {
            throw refused(text);
        }
        return new GatewayAddress(uri, Optional.empty());
    }

    private static GatewayFailure refused(String text) {
        return GatewayFailure.of(
                GatewayFailure.USAGE,
                "the server "
                        + text
                        + " is not accepted: accepted is an address such as http://127.0.0.1:8080.");
    }

    @Override
    public String toString() {
        return uri.toString();
    }
}
