package dev.tailrace.source.tail;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tailrace.model.Origin;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The first lines of a file tell its format, and one of them alone does not. */
class FirstLinesTest {
    private static final int ENOUGH = 16;

    @TempDir Path folder;
    @AutoClose TailFixture files;

    @BeforeEach
    void open() {
        files = new TailFixture(folder);
    }

    private static String raw(int from, int to) {
        return IntStream.range(from, to).mapToObj(i -> i + "\n").collect(Collectors.joining());
    }

    private static String cri(int from, int to) {
        return IntStream.range(from, to)
                .mapToObj(i -> "2020-11-27T10:00:00.%09dZ stdout F %d%n".formatted(i, i))
                .collect(Collectors.joining());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, ENOUGH / 2})
    void aFileThatBeginsWithOtherLinesIsOfTheFormatOfMost(int others) {
        files.write("app.log", raw(0, others) + cri(others, 2 * ENOUGH)).follow();
        files.awaitText(raw(0, 2 * ENOUGH));
        assertThat(String.join("", files.recorder().untimed())).isEqualTo(raw(0, others));
    }

    /** Its lines would have the time of that one, and retention would remove them. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 3})
    void aFileInWhichALineLooksLikeAnotherFormatsIsRaw(int before) {
        files.write("app.log", raw(0, before) + cri(before, before + 1)).follow();
        files.awaitText(raw(0, before) + (before < 2 ? before + "\n" : cri(before, before + 1)));
        String text = files.recorder().text(Origin.STDOUT);
        files.write("app.log", raw(before + 1, 2 * ENOUGH));
        files.awaitText(text + raw(before + 1, 2 * ENOUGH));
        int timed = files.recorder().times().size();
        assertThat(timed).isLessThanOrEqualTo(2);
        files.write("app.log", "more\n" + cri(7, 8));
        files.awaitText(text + raw(before + 1, 2 * ENOUGH) + "more\n" + cri(7, 8));
        assertThat(files.recorder().times()).hasSize(timed);
    }

    @Test
    void aFileOfOneLineHasThatLinesFormat() {
        files.write("app.log", cri(0, 1)).follow().awaitText("0\n");
        assertThat(files.recorder().times()).hasSize(1);
    }
}
