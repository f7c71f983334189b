package dev.tailrace.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A file of {@code deploy} that a document shows is shown as it is. */
class ShownFilesTest {
    private static final Path DOCUMENT = Path.of("docs/operations.md");
    private static final Pattern BLOCK =
            Pattern.compile("^```[a-z]*\\n(.*?)\\n```$", Pattern.DOTALL | Pattern.MULTILINE);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "deploy/systemd/tailrace.service",
                "deploy/proxy/nginx.conf",
                "deploy/proxy/Caddyfile",
                "deploy/proxy/haproxy.cfg"
            })
    void theDocumentShowsTheFile(String file) throws IOException {
        String document = Files.readString(DOCUMENT);
        List<String> blocks =
                BLOCK.matcher(document).results().map(block -> block.group(1)).toList();
        assertThat(document).contains("(../" + file + ")");
        assertThat(blocks).contains(Files.readString(Path.of(file)).stripTrailing());
    }
}
