package dev.tailrace.terminal.print;

import dev.tailrace.model.OsText;
import java.util.ArrayList;
import java.util.List;

/**
 * Rows under titles, each column as wide as what is widest in it. The last column ends where the
 * line does, and is cut off there. One thread.
 *
 * <pre>
 *   NAME    STATE            LINES/S
 *   web     running 3d4h        12.5
 *   nightly exited 137 2m ago      0
 * </pre>
 */
public final class Table {
    /** What a cell has and how it is coloured, where there are colours. */
    public record Cell(String text, Tone tone) {
        public Cell(String text) {
            this(text, Tone.PLAIN);
        }
    }

    /** How something is shown. */
    public enum Tone {
        PLAIN(""),
        FAINT(Palette.DIM),
        GOOD("\033[32m"),
        WARNING("\033[33m"),
        BAD("\033[31m"),
        /** A stream's own colour, by its name. */
        STREAM("");

        private final String sequence;

        Tone(String sequence) {
            this.sequence = sequence;
        }

        private String of(String text) {
            return this == STREAM ? Palette.of(text) : sequence;
        }
    }

    /** Which end of a column its cells are at. */
    public enum Side {
        LEFT,
        RIGHT
    }

    /** A column with its title. */
    public record Column(String title, Side side) {
        public Column(String title) {
            this(title, Side.LEFT);
        }
    }

    private static final String GAP = "  ";
    private static final String CUT = "…";

    private final List<Column> columns;
    private final List<List<Cell>> rows = new ArrayList<>();

    public Table(List<Column> columns) {
        this.columns = List.copyOf(columns);
    }

    /** Adds a row with a cell for each column. */
    public void add(List<Cell> row) {
        rows.add(row.stream().map(cell -> new Cell(safe(cell.text), cell.tone)).toList());
    }

    /** As one line that does not steer a terminal. */
    private static String safe(String text) {
        StringBuilder safe = new StringBuilder();
        OsText.shown(text)
                .codePoints()
                .forEach(each -> {
                    if (Escapes.steers(each)) {
                        safe.append("\\u%04x".formatted(each));
                    } else {
                        safe.appendCodePoint(each);
                    }
                });
        return safe.toString();
    }

    /**
     * The lines without their ends, the titles first.
     *
     * @param width how many columns of a terminal a line may take
     */
    public List<String> lines(int width, boolean colours) {
        List<Cell> titles = columns.stream().map(each -> new Cell(each.title, Tone.FAINT)).toList();
        List<Integer> widths = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            int column = i;
            widths.add(
                    rows.stream()
                            .mapToInt(row -> width(row.get(column).text))
                            .reduce(width(titles.get(i).text), Math::max));
        }
        List<String> lines = new ArrayList<>();
        lines.add(line(titles, widths, width, colours));
        rows.forEach(row -> lines.add(line(row, widths, width, colours)));
        return lines;
    }

    private String line(List<Cell> row, List<Integer> widths, int width, boolean colours) {
        StringBuilder line = new StringBuilder();
        int used = 0;
        for (int i = 0; i < row.size(); i++) {
            boolean last = i == row.size() - 1;
            Cell cell = row.get(i);
            String text = last ? cut(cell.text, width - used) : cell.text;
            String padding = " ".repeat(Math.max(0, widths.get(i) - width(text)));
            boolean right = columns.get(i).side == Side.RIGHT;
            line.append(right ? padding : "").append(toned(text, cell.tone, colours));
            if (!last) {
                line.append(right ? "" : padding).append(GAP);
            }
            used += widths.get(i) + GAP.length();
        }
        return line.toString().stripTrailing();
    }

    private static String toned(String text, Tone tone, boolean colours) {
        String sequence = colours ? tone.of(text) : "";
        return sequence.isEmpty() || text.isEmpty() ? text : sequence + text + Palette.RESET;
    }

    private static String cut(String text, int width) {
        if (width(text) <= width) {
            return text;
        }
        StringBuilder shown = new StringBuilder();
        int column = 0;
        for (int code : text.codePoints().toArray()) {
            column += Columns.of(code, column);
            if (column >= width) {
                return width < 1 ? "" : shown + CUT;
            }
            shown.appendCodePoint(code);
        }
        return shown.toString();
    }

    private static int width(String text) {
        int[] column = {0};
        text.codePoints().forEach(each -> column[0] += Columns.of(each, column[0]));
        return column[0];
    }
}
