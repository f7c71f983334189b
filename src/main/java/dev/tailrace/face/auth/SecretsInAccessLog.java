package dev.tailrace.face.auth;

import dev.tailrace.access.Secret;
import io.quarkus.vertx.http.runtime.attribute.ExchangeAttribute;
import io.quarkus.vertx.http.runtime.attribute.ExchangeAttributeBuilder;
import io.vertx.ext.web.RoutingContext;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.ServiceLoader;
import org.jspecify.annotations.Nullable;

/**
 * Takes secrets out of all that an access log ({@code quarkus.http.access-log}) shows of a request,
 * in its target, its headers and its cookies: a log is kept for long and read by many. It is asked
 * for each word of the log's pattern, and has Quarkus' own answer it. Any thread.
 */
public final class SecretsInAccessLog implements ExchangeAttributeBuilder {
    /** Quarkus' own have 0 to 100. */
    private static final int BEFORE_ALL = 1000;

    private record Hidden(ExchangeAttribute shown) implements ExchangeAttribute {
        @Override
        public @Nullable String readAttribute(RoutingContext call) {
            String text = shown.readAttribute(call);
            return text == null ? null : Secret.hideIn(text);
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
                .map(Hidden::new)
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
