package dev.tailrace.suite;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.extension.AnnotatedElementContext;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.io.TempDirFactory;

/** A temporary folder in {@code /dev/shm}, where spools are, if this system has that. */
public final class InSharedMemory implements TempDirFactory {
    @Override
    public Path createTempDirectory(AnnotatedElementContext element, ExtensionContext test)
            throws IOException {
        return Files.isWritable(SuiteFolder.SHARED_MEMORY)
                ? Files.createTempDirectory(SuiteFolder.SHARED_MEMORY, SuiteFolder.PREFIX)
                : Files.createTempDirectory(SuiteFolder.PREFIX);
    }
}
