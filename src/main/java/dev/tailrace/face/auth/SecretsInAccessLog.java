package dev.tailrace.face.auth;

import dev.tailrace.access.Secret;
import io.quarkus.vertx.http.runtime.attribute.ExchangeAttribute;
import io.quarkus.vertx.http.runtime.attribute.ExchangeAttributeBuilder;
import io.vertx.ext.web.RoutingContext;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.ServiceLoader;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Takes secrets out of all that an access log ({@code quarkus.http.access-log}) shows of a request,
 * in its target, its headers and its cookies: a log is kept for long and read by many. What headers
 * have that are for secrets is hidden whatever it is, as it may be a proxy's or somebody's
 * password; elsewhere the gateway's own are known by their form. It is asked for each word of the
 * log's pattern, and has Quarkus' own answer it. Any thread.
 */
public final class SecretsInAccessLog implements ExchangeAttributeBuilder {
    /** Quarkus' own have 0 to 100. */
    private static final int BEFORE_ALL = 1000;

    /** What is left of whatever the patterns below match: their first group. */
    private static final String LEFT = "$1...";

    /** Words of a log's pattern that show such a header, and all of what that may have. */
    private static final Map<Pattern, Pattern> HEADERS =
            Map.of(
                    word("%\\{[io],(proxy-)?authorization}"),
                    word("^((?:bearer|basic|digest|negotiate) )?.*$"),
                    word("%\\{i,cookie}"),
                    word("(\\s*[^;=]*=)?[^;]+"),
                    word("%\\{o,set-cookie}"),
                    word("^([^;=]*=)?.*$"),
                    word("%\\{c,.*}"),
                    word("^().*$"),
                    word("%\\{q,ticket}"),
                    word("^(tr[lst]_)?.*$"),
                    word("%\\{ALL_REQUEST_HEADERS}"),
                    Pattern.compile("(?im)^((?:(?:proxy-)?authorization|cookie): ).*$"));

    private static Pattern word(String form) {
        return Pattern.compile(form, Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
    }

    private record Hidden(ExchangeAttribute shown, @Nullable Pattern secret)
            implements ExchangeAttribute {
        @Override
        public @Nullable String readAttribute(RoutingContext call) {
            String text = shown.readAttribute(call);
            if (text == null) {
                return null;
            }
            return Secret.hideIn(secret == null ? text : secret.matcher(text).replaceAll(LEFT));
        }

        @Override
        public void writeAttribute(RoutingContext call, String value) {
            throw new UnsupportedOperationException("a log writes nothing into a request");
        }
    }

    @Override
    public String name() {
        return "Without secrets";
    }

    @Override
    public @Nullable ExchangeAttribute build(String token) {
        return others().stream()
                .map(each -> each.build(token))
                .filter(Objects::nonNull)
                .findFirst()
                .map(shown -> new Hidden(shown, secret(token)))
                .orElse(null);
    }

    private static @Nullable Pattern secret(String token) {
        return HEADERS.entrySet().stream()
                .filter(each -> each.getKey().matcher(token).matches())
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(null);
    }

    /** As Quarkus asks them. */
    private static List<ExchangeAttributeBuilder> others() {
        return ServiceLoader.load(
                        ExchangeAttributeBuilder.class, SecretsInAccessLog.class.getClassLoader())
                .stream()
                .filter(each -> each.type() != SecretsInAccessLog.class)
                .map(ServiceLoader.Provider::get)
                .sorted(Comparator.comparingInt(ExchangeAttributeBuilder::priority).reversed())
                .toList();
    }

    @Override
    public int priority() {
        return BEFORE_ALL;
    }
}
