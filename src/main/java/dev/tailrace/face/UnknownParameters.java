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
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.jspecify.annotations.Nullable;

/**
 * Refuses query parameters that a call does not take: a misspelt one would else show itself in
 * lines that come or do not come. What a call takes is in the annotations of its method and nowhere
 * else; the API's description and the tests of the documents read them, too. On the connection's
 * event loop.
 */
public final class UnknownParameters {
    private final Map<Method, Set<String>> accepted = new ConcurrentHashMap<>();

    /**
     * Checks a call before its method is called.
     *
     * @throws Refused if there is a parameter that the method does not take
     */
    @ServerRequestFilter(nonBlocking = true)
    public void check(ResourceInfo call, HttpServerRequest http) {
        if (http.query() == null) {
            return;
        }
        Set<String> known =
                accepted.computeIfAbsent(call.getResourceMethod(), UnknownParameters::accepted);
        Refused refused = in(http, known);
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

    /** The names of the query parameters that the method of a resource takes, sorted. */
    public static Set<String> accepted(Method method) {
        return Arrays.stream(method.getParameters())
                .flatMap(parameter ->
                        parameter.isAnnotationPresent(BeanParam.class)
                                ? Arrays.stream(parameter.getType().getDeclaredFields())
                                : Stream.of(parameter))
                .flatMap(UnknownParameters::name)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Stream<String> name(AnnotatedElement element) {
        return Stream.ofNullable(element.getAnnotation(QueryParam.class)).map(QueryParam::value);
    }
}
