package dev.tailrace.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Each link in a document leads to a file that there is, and to a heading in it. */
class LinksTest {
    private static final Path PROJECT = Path.of("");

    @Test
    void eachLinkLeadsSomewhere() throws IOException {
        List<Document> documents = documents().map(Path::toString).map(Document::read).toList();
        assertThat(documents).hasSizeGreaterThan(1);
        assertThat(documents.stream().flatMap(document -> dead(document))).isEmpty();
    }

    private static Stream<Path> documents() throws IOException {
        try (Stream<Path> atTop = Files.list(PROJECT.toAbsolutePath());
                Stream<Path> inDocs = Files.walk(Path.of("docs"))) {
            return Stream.concat(atTop, inDocs)
                    .filter(path -> path.toString().endsWith(".md"))
                    .toList()
                    .stream();
        }
    }

    /** Links to other sites are theirs to keep. */
    private static Stream<String> dead(Document document) {
        return document.links().stream()
                .filter(link -> !link.matches("[a-z]+:.*"))
                .filter(link -> !leadsSomewhere(document, link))
                .map(link -> document.path().getFileName() + ": " + link);
    }

    private static boolean leadsSomewhere(Document from, String link) {
        String[] parts = link.split("#", 2);
        Path target = parts[0].isEmpty() ? from.path() : from.path().resolveSibling(parts[0]);
        return Files.exists(target)
                && (parts.length == 1
                        || Document.read(target.toString()).anchors().contains(parts[1]));
    }
}
