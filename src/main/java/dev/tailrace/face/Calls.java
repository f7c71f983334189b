package dev.tailrace.face;

import io.netty.channel.EventLoop;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.impl.ContextInternal;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.spi.Bean;
import jakarta.enterprise.inject.spi.BeanManager;
import jakarta.inject.Singleton;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The calls that there are: by the annotations of the resources, and what is served beside them,
 * the page, the WebSocket and what Quarkus brings. Any thread.
 */
@Singleton
public final class Calls {
    /** What a request is for that no call is for. */
    static final String NONE = "OTHER";

    /**
     * One or more of them: methods of HTTP, and the paths that they are for.
     *
     * @param template what all of these paths are called in metrics
     */
    private record Call(Set<String> methods, Pattern path, String template) {}

    private static final Set<String> READ = Set.of(HttpMethod.GET, HttpMethod.HEAD);

    /** What is no resource. Quarkus would answer to any method at all for most of it. */
    private static final List<Call> OTHERS =
            List.of(
                    new Call(
                            READ, Pattern.compile("/|/index\\.html|/login\\.css|/page/[^/]+"), "/"),
                    new Call(Set.of(HttpMethod.GET), Pattern.compile("/ws"), "/ws"),
                    new Call(
                            READ,
                            Pattern.compile("/q/health(/(live|ready|started))?/?"),
                            "/q/health"),
                    new Call(READ, Pattern.compile("/q/metrics/?"), "/q/metrics"),
                    new Call(
                            READ,
                            Pattern.compile("/q/openapi(\\.json|\\.yaml|\\.yml)?/?"),
                            "/q/openapi"));

    private final List<Call> all;
    private final Set<String> templates;

    Calls(BeanManager beans) {
        all =
                Stream.concat(
                                OTHERS.stream(),
                                beans.getBeans(Object.class, Any.Literal.INSTANCE).stream()
                                        .map(Bean::getBeanClass)
                                        .filter(type -> type.isAnnotationPresent(Path.class))
                                        .distinct()
                                        .flatMap(Calls::of))
                        .toList();
        templates = all.stream().map(Call::template).collect(Collectors.toUnmodifiableSet());
    }

    /** The path of a request; empty for a target that has none, such as that of CONNECT. */
    public static String path(HttpServerRequest request) {
        return Objects.requireNonNullElse(request.path(), "");
    }

    /** What was called, for people. */
    static String name(HttpServerRequest request) {
        return request.method() + " " + path(request);
    }

    /** The event loop of the call at hand, which its response is confined to. */
    public static EventLoop eventLoop() {
        return ((ContextInternal) Objects.requireNonNull(Vertx.currentContext())).nettyEventLoop();
    }

    /** The methods that a path takes, sorted; none if there is no call of it. */
    Set<String> methods(String path) {
        return all.stream()
                .filter(call -> call.path().matcher(path).matches())
                .flatMap(call -> call.methods().stream())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** What the path is called in metrics, such as {@code /streams/{name}/log}. */
    String template(String path) {
        return all.stream()
                .filter(call -> call.path().matcher(path).matches())
                .map(Call::template)
                .findFirst()
                .orElse(NONE);
    }

    /** Whether paths of a call are called so. */
    boolean isTemplate(String template) {
        return templates.contains(template);
    }

    /** Whether there is a call with that method, of any path. */
    boolean isMethod(String method) {
        return all.stream().anyMatch(call -> call.methods().contains(method));
    }

    private static Stream<Call> of(Class<?> resource) {
        return Arrays.stream(resource.getDeclaredMethods())
                .flatMap(method ->
                        Arrays.stream(method.getAnnotations())
                                .map(Annotation::annotationType)
                                .map(type -> type.getAnnotation(HttpMethod.class))
                                .filter(Objects::nonNull)
                                .map(http -> call(with(http.value()), resource, method)));
    }

    /** The method, and those that JAX-RS answers to beside it. */
    private static Set<String> with(String method) {
        return method.equals(HttpMethod.GET)
                ? Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS)
                : Set.of(method, HttpMethod.OPTIONS);
    }

    /** A slash at the end is no other path. */
    private static Call call(Set<String> methods, Class<?> resource, Method method) {
        Path own = method.getAnnotation(Path.class);
        String base = resource.getAnnotation(Path.class).value();
        List<String> parts =
                Arrays.stream((own == null ? base : base + "/" + own.value()).split("/", -1))
                        .filter(part -> !part.isEmpty())
                        .toList();
        String path =
                parts.stream()
                        .map(part -> part.startsWith("{") ? "/[^/]+" : "/" + Pattern.quote(part))
                        .collect(Collectors.joining("", "", "/?"));
        return new Call(
                methods,
                Pattern.compile(path),
                parts.stream().collect(Collectors.joining("/", "/", "")));
    }
}
