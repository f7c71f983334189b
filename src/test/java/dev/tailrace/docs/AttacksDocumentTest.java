package dev.tailrace.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Method;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The tests in {@code docs/attacks.md} are there. */
class AttacksDocumentTest {
    @Test
    void eachTestOfTheTablesIsThere() throws Exception {
        Map<String, Class<?>> tests = tests();
        for (Document.Row row : Document.read("docs/attacks.md").rows("attack")) {
            assertThat(row.code("test")).as(row.cell("attack")).isNotEmpty();
            for (String test : row.code("test")) {
                String[] names = test.split("\\.", -1);
                Class<?> there = Objects.requireNonNull(tests.get(names[0]), test);
                if (names.length > 1) {
                    assertThat(there.getDeclaredMethods())
                            .extracting(Method::getName)
                            .contains(names[1]);
                }
            }
        }
    }

    private static Map<String, Class<?>> tests() {
        return CompiledClasses.TESTS
                .named("(\\w+Test|Secrets)")
                .collect(Collectors.toMap(Class::getSimpleName, each -> each));
    }
}
