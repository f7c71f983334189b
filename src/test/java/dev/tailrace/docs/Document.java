package dev.tailrace.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A document in GitHub's Markdown, as far as the tests read one. Immutable. */
public final class Document {
    private static final Pattern HEADING = Pattern.compile("#{1,6} (.*)");
    private static final Pattern CODE = Pattern.compile("`([^`]*)`");
    private static final Pattern LINK =
            Pattern.compile("\\[[^\\]]*]\\(([^)\\s]+)\\)|(?:href|src)=\"([^\"]+)\"");

    /**
     * A row of a table.
     *
     * @param section the heading that the table is under
     * @param cells what is in the row, by the heads of the columns
     */
    public record Row(String section, Map<String, String> cells) {
        /** What is in a column; empty if the table has no such column. */
        public String cell(String column) {
            return cells.getOrDefault(column, "");
        }

        /** Each piece of code in a column. */
        public List<String> code(String column) {
            return CODE.matcher(cell(column)).results().map(code -> code.group(1)).toList();
        }
    }

    private final Path path;
    private final String text;
    private final List<Row> rows = new ArrayList<>();
    private final List<String> anchors = new ArrayList<>();
    private final List<String> links = new ArrayList<>();

    private Document(Path path, String text) {
        this.path = path;
        this.text = text;
        String section = "";
        List<String> columns = List.of();
        boolean inCode = false;
        for (String line : text.lines().toList()) {
            boolean isFence = line.startsWith("```");
            inCode ^= isFence;
            if (inCode || isFence) {
                continue;
            }
            var heading = HEADING.matcher(line);
            if (heading.matches()) {
                section = heading.group(1);
                anchors.add(anchor(section));
            }
            addLinks(line);
            if (!line.startsWith("|")) {
                columns = List.of();
            } else if (columns.isEmpty()) {
                columns = cells(line);
            } else if (!line.startsWith("|---")) {
                rows.add(row(section, columns, cells(line)));
            }
        }
    }

    /** Reads {@code file}, which is relative to the project's folder. */
    public static Document read(String file) {
        try {
            Path path = Path.of(file);
            return new Document(path, Files.readString(path));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> cells(String line) {
        String inner = line.strip().replaceAll("^\\||\\|$", "");
        return Stream.of(inner.split("(?<!\\\\)\\|", -1))
                .map(cell -> cell.replace("\\|", "|").strip())
                .toList();
    }

    private Row row(String section, List<String> columns, List<String> cells) {
        if (cells.size() != columns.size()) {
            throw new AssertionError(
                    path + ": " + cells.size() + " cells under " + columns + ": " + cells);
        }
        Map<String, String> byColumn = new HashMap<>();
        for (int i = 0; i < columns.size(); i++) {
            byColumn.put(columns.get(i), cells.get(i));
        }
        return new Row(section, byColumn);
    }

    /**
     * As GitHub makes it of a heading; of several that are the same, the later ones have numbers.
     */
    private String anchor(String heading) {
        String plain = heading.replaceAll("\\[([^\\]]*)]\\([^)]*\\)", "$1");
        String anchor =
                plain.toLowerCase(Locale.ROOT)
                        .replaceAll("[^\\p{L}\\p{N} _-]", "")
                        .replace(' ', '-');
        String unique = anchor;
        for (int copy = 1; anchors.contains(unique); copy++) {
            unique = anchor + "-" + copy;
        }
        return unique;
    }

    private void addLinks(String line) {
        LINK.matcher(CODE.matcher(line).replaceAll("code"))
                .results()
                .map(link -> link.group(1) == null ? link.group(2) : link.group(1))
                .forEach(links::add);
    }

    /** The rows of all tables that have that column. */
    public List<Row> rows(String column) {
        return rows.stream().filter(row -> row.cells().containsKey(column)).toList();
    }

    /** Each part of the text, code blocks included, that {@code pattern} finds. */
    public List<String> find(String pattern) {
        return Pattern.compile(pattern).matcher(text).results().map(MatchResult::group).toList();
    }

    Path path() {
        return path;
    }

    List<String> anchors() {
        return anchors;
    }

    List<String> links() {
        return links;
    }
}
