package dev.tailrace.terminal.logs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tailrace.terminal.gateway.GatewayFailure;
import dev.tailrace.terminal.print.Written;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutputFileTest {
    @TempDir Path folder;
    private Path out;
    private CursorFile cursor;

    @BeforeEach
    void save() throws IOException {
        out = Files.writeString(folder.resolve("out"), "one\n");
        cursor = new CursorFile(folder.resolve("cursor"), new OutputFile(out));
        cursor.save("k3v9x2ab-1");
    }

    @Test
    void whatWasWrittenAfterTheLastSaveIsFoundAgain() throws IOException {
        assertThat(cursor.read()).contains("k3v9x2ab-1");
        assertThat(cursor.writtenSince()).isEmpty();
        Files.writeString(out, "two\nthr", StandardOpenOption.APPEND);
        assertThat(cursor.writtenSince()).asString(UTF_8).isEqualTo("two\nthr");
    }

    @Test
    void whatIsThereIsNotWrittenAgain() {
        Written written = new Written();
        written.output().isThere("two\nthr".getBytes(UTF_8));
        written.output().add("two\n");
        assertThat(written.text()).isEmpty();
        written.output().add("three\nfour\n");
        assertThat(written.text()).isEqualTo("ee\nfour\n");
    }

    @Test
    void whatSomebodyElseHasWrittenHidesNothing() {
        Written written = new Written();
        written.output().isThere("somebody else\n".getBytes(UTF_8));
        written.output().add("two\nthree\n");
        assertThat(written.text()).isEqualTo("two\nthree\n");
    }

    @Test
    void anotherFileHasNothingOfIt() throws IOException {
        Path other = Files.writeString(folder.resolve("other"), "one\ntwo\n");
        assertThat(new CursorFile(folder.resolve("cursor"), new OutputFile(other)).writtenSince())
                .isEmpty();
    }

    @Test
    void aFileWithoutAPositionIsRefused() throws IOException {
        Files.writeString(folder.resolve("cursor"), "");
        assertThatThrownBy(cursor::read)
                .isInstanceOf(GatewayFailure.class)
                .hasMessageContaining("it is empty");
        Files.writeString(folder.resolve("cursor"), "no position\n");
        assertThatThrownBy(cursor::read).hasMessageContaining("there is no position in it");
    }
}
