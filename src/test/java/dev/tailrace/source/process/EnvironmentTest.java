package dev.tailrace.source.process;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the launcher's shell has dropped is there again. */
class EnvironmentTest {
    private static String handedOver(String entries) {
        byte[] bytes = entries.getBytes(ISO_8859_1);
        return Environment.HANDED_OVER + "=" + Base64.getEncoder().encodeToString(bytes);
    }

    @Test
    void whatTheShellHasDroppedComesAfterWhatItHasLeft() {
        assertThat(
                        Environment.whole(
                                List.of(
                                        "HOME=/root",
                                        handedOver("my.var=1\0W\u00d6RT=\u00f6\0"),
                                        "PATH=/bin")))
                .containsExactly("HOME=/root", "PATH=/bin", "my.var=1", "W\udcd6RT=\udcf6");
    }

    @Test
    void whatItHasNotDroppedIsThereOnce() {
        assertThat(Environment.whole(List.of("a.b=1", handedOver("a.b=1\0"))))
                .containsExactly("a.b=1");
    }

    @Test
    void withoutALauncherItIsAsItIs() {
        assertThat(Environment.whole(List.of("b=2", "a=1", "nothing")))
                .containsExactly("b=2", "a=1", "nothing");
    }
}
