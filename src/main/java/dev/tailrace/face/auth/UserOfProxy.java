package dev.tailrace.face.auth;

import dev.tailrace.access.Key.Kind;
import dev.tailrace.access.Proxies;
import io.vertx.core.MultiMap;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Who a client is, as a proxy says it: one header with a name, and perhaps one with groups, which
 * is empty for those that are in none.
 *
 * @param groups that a line can have; others grant nothing. As many as a head has room for ({@code
 *     quarkus.http.limits.max-header-size})
 */
record UserOfProxy(String name, List<String> groups) {
    /** Authelia has commas between groups, Authentik bars. */
    private static final Pattern SEPARATOR = Pattern.compile("[,|]");

    private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}");

    /** Whether a client is named at all. */
    static boolean isNamed(MultiMap headers, Proxies proxies) {
        return headers.contains(proxies.userHeader()) || headers.contains(proxies.groupsHeader());
    }

    /** Reads it; empty if that is not exactly one user. */
    static Optional<UserOfProxy> of(MultiMap headers, Proxies proxies) {
        List<String> users = headers.getAll(proxies.userHeader());
        List<String> groups = headers.getAll(proxies.groupsHeader());
        boolean accepted =
                users.size() == 1
                        && Kind.USER.accepts(users.getFirst())
                        && groups.size() <= 1
                        && groups.stream().noneMatch(each -> CONTROL.matcher(each).find());
        return accepted
                ? Optional.of(
                        new UserOfProxy(
                                users.getFirst(),
                                groups.stream()
                                        .flatMap(SEPARATOR::splitAsStream)
                                        .map(String::strip)
                                        .filter(Kind.GROUP::accepts)
                                        .toList()))
                : Optional.empty();
    }
}
