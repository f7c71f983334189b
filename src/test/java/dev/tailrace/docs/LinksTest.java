package dev.tailrace.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Each link in a document leads to a file that there is, and to a heading in it. */
class LinksTest {
    private static final Path PROJECT = Path.of("").toAbsolutePath();

    private final Map<Path, Document> read = new HashMap<>();

    @Test
    void eachLinkLeadsSomewhere() throws IOException {
        List<Document> documents = documents().map(this::read).toList();
        assertThat(documents).hasSizeGreaterThan(1);
        assertThat(documents.stream().flatMap(this::dead)).isEmpty();
    }

    private Document read(Path path) {
        return read.computeIfAbsent(
                path.toAbsolutePath().normalize(), file -> Document.read(file.toString()));
    }

    private static Stream<Path> documents() throws IOException {
        try (Stream<Path> atTop = Files.list(PROJECT);
                Stream<Path> inDocs = Files.walk(Path.of("docs"))) {
            return Stream.concat(atTop, inDocs)
                    .filter(path -> path.toString().endsWith(".md"))
                    .toList()
                    .stream();
        }
    }

    /** Links to other sites are theirs to keep. */
    private Stream<String> dead(Document document) {
        return document.links().stream()
                .filter(link -> !link.matches("[a-z]+:.*"))
                .filter(link -> !leadsSomewhere(document, link))
                .map(link -> document.path().getFileName() + ": " + link);
    }

    private boolean leadsSomewhere(Document from, String link) {
        String[] parts = link.split("#", 2);
        Path target = parts[0].isEmpty() ? from.path() : from.path().resolveSibling(parts[0]);
        return Files.exists(target)
                && (parts.length == 1 || read(target).anchors().contains(parts[1]));
    }
}
