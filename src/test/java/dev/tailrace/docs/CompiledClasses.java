package dev.tailrace.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.annotation.Annotation;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** Classes as the build left them in a folder. */
enum CompiledClasses {
    GATEWAY("target/classes"),
    TESTS("target/test-classes");

    private final Path folder;

    CompiledClasses(String folder) {
        this.folder = Path.of(folder);
    }

    /** Those whose file's name ends like this, and that have the annotation. */
    Stream<Class<?>> annotatedWith(Class<? extends Annotation> annotation, String ending) {
        return named(".*" + ending).filter(each -> each.isAnnotationPresent(annotation));
    }

    /** Those whose file's name, without {@code .class}, is like this regular expression. */
    Stream<Class<?>> named(String name) {
        try (Stream<Path> files = Files.walk(folder.resolve("dev"))) {
            return files
                    .filter(file -> file.getFileName().toString().matches(name + "\\.class"))
                    .<Class<?>>map(this::load)
                    .toList()
                    .stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Class<?> load(Path file) {
        String name = folder.relativize(file).toString().replace('/', '.');
        try {
            return Class.forName(
                    name.substring(0, name.length() - ".class".length()),
                    false,
                    CompiledClasses.class.getClassLoader());
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }
}
