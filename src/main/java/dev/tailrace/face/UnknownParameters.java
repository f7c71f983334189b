package dev.tailrace.face;

import io.netty.handler.codec.http.QueryStringDecoder;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.container.ResourceInfo;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.jspecify.annotations.Nullable;

/**
 * Refuses query parameters that a call does not take, or not so: a misspelt one, and one that is
 * passed over, would else show themselves in lines that come or do not come. What a call takes is
 * in the annotations of its method and nowhere else; the API's description and the tests of the
 * documents read them, too. On the connection's event loop.
 *
 * <pre>
 *   none of these          --> 400, with the nearest
 *   without a value        --> 400, unless it is a switch or an id
 *   given more than once   --> 400, unless it is a list
 * </pre>
 */
public final class UnknownParameters {
    /** A client that has no id yet says so without a value. */
    private static final Set<String> IDS = Set.of("last_event_id", "lastEventId");

    /** A query parameter of a call. */
    private record Taken(String name, boolean mayBeEmpty, boolean isList) {}

    private final Map<Method, Map<String, Taken>> taken = new ConcurrentHashMap<>();

    /**
     * Checks a call before its method is called.
     *
     * @throws Refused if there is a parameter that the method does not take, or not so
     */
    @ServerRequestFilter(nonBlocking = true)
    public void check(ResourceInfo call, HttpServerRequest http) {
        if (http.query() == null) {
            return;
        }
        Map<String, Taken> known =
                taken.computeIfAbsent(
                        call.getResourceMethod(),
                        method ->
                                takenBy(method)
                                        .collect(Collectors.toMap(Taken::name, each -> each)));
        Refused refused = in(http, new TreeSet<>(known.keySet()));
        if (refused == null) {
            refused = wrong(http.query(), known);
        }
        if (refused != null) {
            BodyDrain.drop(http, Calls.eventLoop());
            throw refused;
        }
    }

    /** What is wrong with a request whose call takes these parameters; null if nothing is. */
    public static @Nullable Refused in(HttpServerRequest http, Set<String> known) {
        String query = Objects.requireNonNullElse(http.query(), "");
        for (Map.Entry<String, List<String>> given :
                new QueryStringDecoder(query, false).parameters().entrySet()) {
            if (!known.contains(given.getKey())) {
                return Refused.unknownParameter(given.getKey(), given.getValue().getFirst(), known);
            }
        }
        return null;
    }

    private static @Nullable Refused wrong(String query, Map<String, Taken> known) {
        for (Map.Entry<String, List<String>> given :
                new QueryStringDecoder(query, false).parameters().entrySet()) {
            List<String> values = given.getValue();
            Taken one = known.get(given.getKey());
            if (one != null && !one.mayBeEmpty() && values.contains("")) {
                return Refused.badParameter(one.name(), "", one.name() + "=VALUE");
            }
            if (values.size() > 1 && one != null && !one.isList()) {
                return Refused.badParameter(
                        one.name(), String.join(", ", values), "one value, not " + values.size());
            }
        }
        return null;
    }

    private static Stream<Taken> takenBy(Method method) {
        return Arrays.stream(method.getParameters())
                .flatMap(parameter -> taken(parameter, parameter.getType()));
    }

    private static Stream<Taken> taken(AnnotatedElement element, Class<?> type) {
        if (element.isAnnotationPresent(BeanParam.class)) {
            return Arrays.stream(type.getDeclaredFields())
                    .flatMap(field -> taken(field, field.getType()));
        }
        Schema schema = element.getAnnotation(Schema.class);
        boolean isSwitch = schema != null && schema.type() == SchemaType.BOOLEAN;
        return Stream.ofNullable(element.getAnnotation(QueryParam.class))
                .map(QueryParam::value)
                .map(name -> new Taken(name, isSwitch || IDS.contains(name), type == List.class));
    }
}
