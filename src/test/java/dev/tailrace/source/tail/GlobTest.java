package dev.tailrace.source.tail;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Patterns match as in a shell. */
class GlobTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = ' ',
            value = {
                "/l/* /l/a.log true",
                "/l/* /l/.hid false",
                "/l/.* /l/.hid true",
                "/l/?id /l/.id false",
                "/l/[.h]id /l/.id false",
                "/l/{*,x} /l/.hid false",
                "/l/{x,*} /l/.hid false",
                "/l/{x,.*} /l/.hid true",
                "/l/a{b,*}.log /l/a.b.log true",
                "/l/a* /l/a.b true",
                "/l/** /l/a/b/c.log true",
                "/l/** /l/a/.b/c.log false",
                "/l/**/*.log /l/a/b/c.log true",
                "/l/**.log /l/a/b/c.log true",
                "/l/**.log /l/a/b/.log false",
                "/l/a** /l/ab/c true",
                "/l/*/c /l/.b/c false",
            })
    void aPatternMatches(String glob, String path, boolean matches) {
        assertThat(Glob.of(glob).test(Path.of(path))).isEqualTo(matches);
    }
}
