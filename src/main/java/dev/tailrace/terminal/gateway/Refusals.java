package dev.tailrace.terminal.gateway;

import dev.tailrace.json.JsonReader;
import dev.tailrace.model.OsText;
import dev.tailrace.model.Reasons;
import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Puts into words what a gateway refuses, and why it cannot be asked. */
final class Refusals {
    private static final int BAD_REQUEST = 400;
    private static final int UNAUTHORIZED = 401;
    private static final int FORBIDDEN = 403;
    private static final int NOT_FOUND = 404;
    private static final int TIMEOUT = 408;
    private static final int CONFLICT = 409;
    private static final int GONE = 410;
    private static final int TOO_MANY = 429;
    private static final int SERVER = 500;

    private Refusals() {}

    /** What an answer without 2xx means. */
    static GatewayFailure of(
            HttpResponse.ResponseInfo response, byte[] body, GatewayAddress address) {
        return of(
                response.statusCode(), response.headers().firstValue("Retry-After"), body, address);
    }

    /** What an answer without 2xx means. */
    static GatewayFailure of(HttpResponse<?> response, byte[] body, GatewayAddress address) {
        return of(
                response.statusCode(), response.headers().firstValue("Retry-After"), body, address);
    }

    static GatewayFailure of(
            int status, Optional<String> retryAfter, byte[] body, GatewayAddress address) {
        String detail = detail(status, body, address);
        return switch (status) {
            case UNAUTHORIZED ->
                    GatewayFailure.of(
                            GatewayFailure.NOT_THERE,
                            detail + " A token is given with --token-file or TAILRACE_TOKEN.");
            case FORBIDDEN, NOT_FOUND, GONE -> GatewayFailure.of(GatewayFailure.NOT_THERE, detail);
            case TIMEOUT, TOO_MANY -> GatewayFailure.passing(detail, seconds(retryAfter));
            case BAD_REQUEST -> GatewayFailure.of(GatewayFailure.USAGE, detail);
            case CONFLICT -> GatewayFailure.of(GatewayFailure.FAILURE, detail);
            default ->
                    status >= SERVER
                            ? GatewayFailure.passing(detail, seconds(retryAfter))
                            : GatewayFailure.of(GatewayFailure.FAILURE, detail);
        };
    }

    private static Optional<Duration> seconds(Optional<String> text) {
        return text.filter(each -> each.matches("[0-9]{1,6}"))
                .map(each -> Duration.ofSeconds(Long.parseLong(each)));
    }

    /** A problem's own sentence (RFC 9457), or what there is to say without one. */
    private static String detail(int status, byte[] body, GatewayAddress address) {
        try {
            Map<String, @Nullable Object> problem = new JsonReader(body).object();
            if (problem.get("detail") instanceof String detail && !detail.isEmpty()) {
                return OsText.shown(Character.toLowerCase(detail.charAt(0)) + detail.substring(1));
            }
        } catch (IllegalArgumentException _) {
            // A proxy's answer, or of a gateway that fails: the status has to do.
        }
        return address + " has answered with the status " + status + ".";
    }

    /** Why there is no answer, or no whole one. */
    static GatewayFailure ofCause(Throwable cause, GatewayAddress address) {
        for (Throwable each = cause; each != null; each = each.getCause()) {
            if (each instanceof GatewayFailure refused) {
                return refused;
            }
        }
        return GatewayFailure.passing(
                "the gateway at " + address + " cannot be asked: " + reason(system(cause)) + ".");
    }

    private static Throwable system(Throwable cause) {
        IOException system = Reasons.system(cause);
        return system == null ? cause : system;
    }

    private static String reason(Throwable cause) {
        return switch (cause) {
            case HttpConnectTimeoutException _ -> "nobody answers there";
            case HttpTimeoutException _ -> "it does not answer in time";
            case ConnectException e when isUnresolved(e) -> "unknown host";
            case ConnectException e when e.getMessage() == null -> "connection refused";
            default -> Reasons.of(cause);
        };
    }

    private static boolean isUnresolved(Throwable failure) {
        for (Throwable each = failure; each != null; each = each.getCause()) {
            if (each instanceof UnresolvedAddressException) {
                return true;
            }
        }
        return false;
    }
}
