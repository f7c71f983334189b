package dev.tailrace.terminal.print;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tailrace.terminal.print.Table.Cell;
import dev.tailrace.terminal.print.Table.Column;
import dev.tailrace.terminal.print.Table.Side;
import dev.tailrace.terminal.print.Table.Tone;
import java.util.List;
import org.junit.jupiter.api.Test;

class TableTest {
    private static final int WIDE = 1000;

    private static Table table(String... labels) {
        Table table =
                new Table(
                        List.of(
                                new Column("NAME"),
                                new Column("BYTES", Side.RIGHT),
                                new Column("LABELS")));
        for (String label : labels) {
            table.add(List.of(new Cell("web"), new Cell("9 B"), new Cell(label)));
        }
        return table;
    }

    @Test
    void eachColumnIsAsWideAsWhatIsWidestInIt() {
        assertThat(table("a=b", "").lines(WIDE, false))
                .containsExactly("NAME  BYTES  LABELS", "web     9 B  a=b", "web     9 B");
    }

    @Test
    void theLastColumnIsCutOffWhereTheLineEnds() {
        assertThat(table("app=a-long-value").lines(20, false))
                .containsExactly("NAME  BYTES  LABELS", "web     9 B  app=a-…");
        assertThat(table("app=abc").lines(20, false)).element(1).isEqualTo("web     9 B  app=abc");
    }

    @Test
    void whatTakesTwoColumnsIsCountedSo() {
        Table table = new Table(List.of(new Column("A"), new Column("B")));
        table.add(List.of(new Cell("日本"), new Cell("x")));
        table.add(List.of(new Cell("abcd"), new Cell("y")));
        assertThat(table.lines(WIDE, false)).containsExactly("A     B", "日本  x", "abcd  y");
    }

    @Test
    void nothingInItSteersTheTerminal() {
        assertThat(table("\033]52;c;eA==\007", "a\nb", "\u202egnp").lines(WIDE, true))
                .allSatisfy(
                        line -> assertThat(line).doesNotContain("\033]", "\007", "\n", "\u202e"));
        assertThat(table("\033[2J").lines(WIDE, false)).element(1).asString().endsWith("\\x1B[2J");
    }

    @Test
    void coloursAreOfTheTextAloneAndWholeWhereItIsCut() {
        Table table = new Table(List.of(new Column("A"), new Column("B")));
        table.add(List.of(new Cell("x", Tone.BAD), new Cell("long", Tone.GOOD)));
        assertThat(table.lines(6, true))
                .containsExactly(
                        "\033[2mA\033[0m  \033[2mB\033[0m", "\033[31mx\033[0m  \033[32mlo…\033[0m");
    }
}
