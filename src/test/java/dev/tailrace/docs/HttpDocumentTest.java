package dev.tailrace.docs;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The calls and query parameters in {@code docs/http.md} are those of the resources. */
class HttpDocumentTest {
    /** A route, the page and what Quarkus serves: none of them is a resource. */
    private static final Set<String> NO_RESOURCES =
            Set.of(
                    "GET /ws",
                    "GET /",
                    "GET /q/health/live",
                    "GET /q/health/ready",
                    "GET /q/health/started",
                    "GET /q/metrics",
                    "GET /q/openapi");

    private final Document document = Document.read("docs/http.md");

    private record Call(String method, String path, Method handler) {
        @Override
        public String toString() {
            return method + " " + path;
        }
    }

    @Test
    void theTableHasExactlyTheCallsThereAre() {
        Set<String> there = calls().map(Call::toString).collect(Collectors.toSet());
        assertThat(there).hasSizeGreaterThan(5);
        there.addAll(NO_RESOURCES);
        assertThat(codeIn("call")).containsExactlyInAnyOrderElementsOf(there);
    }

    @Test
    void theTableHasExactlyTheParametersOfTheLogCalls() {
        assertThat(codeIn("parameter"))
                .containsExactlyInAnyOrderElementsOf(queryOf(call -> call.path().endsWith("/log")));
    }

    @Test
    void otherParametersAreExplainedSomewhere() {
        for (String parameter : queryOf(call -> !call.path().endsWith("/log"))) {
            assertThat(document.find("\\b" + parameter + "=")).as(parameter).isNotEmpty();
        }
    }

    private List<String> codeIn(String column) {
        return document.rows(column).stream().flatMap(row -> row.code(column).stream()).toList();
    }

    private static Set<String> queryOf(Predicate<Call> calls) {
        Set<String> parameters =
                calls().filter(calls)
                        .flatMap(call -> query(call.handler()))
                        .collect(Collectors.toCollection(TreeSet::new));
        assertThat(parameters).isNotEmpty();
        return parameters;
    }

    private static Stream<String> query(Method handler) {
        return Arrays.stream(handler.getParameters())
                .flatMap(parameter -> query(parameter, parameter.getType()));
    }

    private static Stream<String> query(AnnotatedElement element, Class<?> type) {
        return element.isAnnotationPresent(BeanParam.class)
                ? Arrays.stream(type.getDeclaredFields())
                        .flatMap(field -> query(field, field.getType()))
                : Stream.ofNullable(element.getAnnotation(QueryParam.class)).map(QueryParam::value);
    }

    private static Stream<Call> calls() {
        return CompiledClasses.GATEWAY
                .annotatedWith(Path.class, "Resource")
                .flatMap(resource ->
                        Arrays.stream(resource.getDeclaredMethods())
                                .flatMap(handler -> call(resource, handler)));
    }

    private static Stream<Call> call(Class<?> resource, Method handler) {
        return Arrays.stream(handler.getAnnotations())
                .map(Annotation::annotationType)
                .map(type -> type.getAnnotation(HttpMethod.class))
                .filter(Objects::nonNull)
                .map(method -> new Call(method.value(), path(resource) + path(handler), handler));
    }

    private static String path(AnnotatedElement element) {
        Path path = element.getAnnotation(Path.class);
        String value = path == null ? "" : path.value();
        return value.isEmpty() || value.startsWith("/") ? value : "/" + value;
    }
}
