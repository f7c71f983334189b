package dev.tailrace.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The tests in {@code docs/attacks.md} are there. */
class AttacksDocumentTest {
    private static final Path FOLDER = Path.of("target/test-classes");

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

    private static Map<String, Class<?>> tests() throws IOException {
        try (Stream<Path> files = Files.walk(FOLDER.resolve("dev"))) {
            return files.filter(file -> file.toString().matches(".*/(\\w+Test|Secrets)\\.class"))
                    .map(AttacksDocumentTest::load)
                    .collect(Collectors.toMap(Class::getSimpleName, each -> each));
        }
    }

    private static Class<?> load(Path file) {
        String name = FOLDER.relativize(file).toString().replace('/', '.');
        try {
            return Class.forName(
                    name.substring(0, name.length() - ".class".length()),
                    false,
                    AttacksDocumentTest.class.getClassLoader());
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }
}
