package dev.tailrace.cli;

import dev.tailrace.model.OsText;
import jakarta.annotation.Priority;
import java.nio.file.Path;
import org.eclipse.microprofile.config.spi.Converter;
import org.jspecify.annotations.Nullable;

/** Paths of the configuration are {@link OsText}, and so UTF-8 whatever the locale. */
@Priority(PathConverter.BEFORE_THE_BUILT_IN)
public final class PathConverter implements Converter<Path> {
    static final int BEFORE_THE_BUILT_IN = 200;

    /** Null for a text that is empty, which means that there is no value. */
    @Override
    public @Nullable Path convert(String text) {
        return text.isEmpty() ? null : OsText.path(text);
    }
}
