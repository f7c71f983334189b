package dev.tailrace.face;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;

/** The page as it has been built. */
final class PageFiles {
    private static final Pattern LOADED = Pattern.compile("(?:src|href)=\"(page/[^\"]+)\"");

    private PageFiles() {}

    static String index() throws IOException {
        try (InputStream file =
                Objects.requireNonNull(
                        PageFiles.class.getResourceAsStream("/META-INF/resources/index.html"))) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** The paths of the script and the style sheet, with the hashes in their names. */
    static List<String> loaded() throws IOException {
        return LOADED.matcher(index()).results().map(each -> "/" + each.group(1)).toList();
    }
}
