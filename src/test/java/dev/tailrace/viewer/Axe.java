package dev.tailrace.viewer;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tailrace.browser.Tab;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** What keeps people from using a page, as far as a program can tell (WCAG 2.2, AA). */
final class Axe {
    private static final String RUN =
            """
            axe.run(document, {
              runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
              resultTypes: ['violations'],
            }).then(({violations}) => violations.map(({id, help, nodes}) =>
              [id, help, ...nodes.slice(0, 3).map((node) => node.html.slice(0, 200) + ' ' + node.failureSummary)].join(' | ')))
            """;

    private static final String SCRIPT = script();

    private Axe() {}

    private static String script() {
        try (InputStream script =
                Objects.requireNonNull(Axe.class.getResourceAsStream("/axe.min.js"))) {
            return new String(script.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static void assertFindsNothing(Tab tab, String when) {
        if (tab.evaluate("!window.axe").asBoolean()) {
            tab.evaluate(SCRIPT + "; 1");
        }
        JsonNode found = tab.evaluate(RUN);
        assertThat(found).as(when).isEmpty();
    }
}
