package dev.tailrace.model;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OsTextTest {
    private static final byte[] LATIN_1 = "größe".getBytes(ISO_8859_1);

    @Test
    void validUtf8IsItself() {
        assertThat(OsText.of("größe € 𝄞".getBytes(UTF_8))).isEqualTo("größe € 𝄞");
        assertThat(OsText.bytes("größe € 𝄞")).isEqualTo("größe € 𝄞".getBytes(UTF_8));
    }

    @Test
    void anyBytesComeBackFromTheirText() {
        Random random = new Random(12);
        for (int i = 0; i < 2000; i++) {
            byte[] bytes = new byte[random.nextInt(12)];
            random.nextBytes(bytes);
            assertThat(OsText.bytes(OsText.of(bytes))).as("seed 12, %d", i).isEqualTo(bytes);
        }
    }

    @Test
    void bytesThatAreNoTextAreShownByTheirNumbers() {
        assertThat(OsText.shown(OsText.of(LATIN_1))).isEqualTo("gr\\xF6\\xDFe");
        assertThat(OsText.shown("größe 𝄞")).isEqualTo("größe 𝄞");
    }

    @Test
    void textsAreToldApartByTheirNuls() {
        assertThat(OsText.list("a\0\0größe\0".getBytes(UTF_8))).containsExactly("a", "", "größe");
        assertThat(OsText.list(new byte[0])).isEmpty();
    }

    @Test
    void aPathHasTheBytesOfItsText(@TempDir Path folder) throws IOException {
        for (byte[] name :
                List.of(LATIN_1, "größe".getBytes(UTF_8), "a\uFFFDb?%41".getBytes(UTF_8))) {
            Path path = folder.resolve(OsText.path(OsText.of(name)));
            Files.writeString(path, "here");
            try (Stream<Path> found = Files.list(folder)) {
                Path only = found.toList().getFirst();
                assertThat(OsText.bytes(OsText.of(only.getFileName()))).isEqualTo(name);
                assertThat(OsText.path(OsText.of(only))).isEqualTo(path).hasContent("here");
            }
            Files.delete(path);
        }
    }

    @Test
    void aFolderIsNamedWithoutASlash(@TempDir Path folder) throws IOException {
        Path made = Files.createDirectory(folder.resolve(OsText.path(OsText.of(LATIN_1))));
        assertThat(OsText.shown(made)).isEqualTo(folder + "/gr\\xF6\\xDFe");
    }

    @Test
    void aRelativePathStaysRelative() {
        String text = "../" + OsText.of(LATIN_1) + "/a";
        Path path = OsText.path(text);
        assertThat(path.isAbsolute()).isFalse();
        assertThat(OsText.of(path)).isEqualTo(text);
        assertThat(OsText.absolute(path).getNameCount()).isGreaterThan(3);
    }
}
