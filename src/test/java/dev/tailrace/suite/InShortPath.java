package dev.tailrace.suite;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.extension.AnnotatedElementContext;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.io.TempDirFactory;

/** A temporary folder in {@code /tmp}: the path of a socket has 107 bytes, unix(7). */
public final class InShortPath implements TempDirFactory {
    @Override
    public Path createTempDirectory(AnnotatedElementContext element, ExtensionContext test)
            throws IOException {
        return Files.createTempDirectory(SuiteFolder.SYSTEM_TEMPORARY, SuiteFolder.PREFIX);
    }
}
