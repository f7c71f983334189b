package dev.tailrace.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.annotation.Annotation;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** The classes of the gateway, as the build left them in a folder. */
final class CompiledClasses {
    private static final Path FOLDER = Path.of("target/classes");

    private CompiledClasses() {}

    /** Those whose file's name ends like this, and that have the annotation. */
    static Stream<Class<?>> annotatedWith(Class<? extends Annotation> annotation, String ending) {
        try (Stream<Path> files = Files.walk(FOLDER.resolve("dev"))) {
            return files
                    .filter(file -> file.toString().endsWith(ending + ".class"))
                    .<Class<?>>map(CompiledClasses::load)
                    .filter(each -> each.isAnnotationPresent(annotation))
                    .toList()
                    .stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Class<?> load(Path file) {
        String name = FOLDER.relativize(file).toString().replace('/', '.');
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
