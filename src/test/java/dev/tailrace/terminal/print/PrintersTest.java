package dev.tailrace.terminal.print;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tailrace.cursor.BoundedPattern;
import dev.tailrace.terminal.wire.RecordReader;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PrintersTest {
    private final Written written = new Written();
    private final ByteArrayOutputStream errors = new ByteArrayOutputStream();
    private final Notices notices = new Notices(new PrintStream(errors, true, UTF_8), false, false);

    private static void print(Printer printer, String... objects) {
        RecordReader reader = new RecordReader("");
        for (String object : objects) {
            byte[] bytes = object.getBytes(UTF_8);
            reader.read(bytes, 0, bytes.length, printer::line);
        }
    }

    private static String line(String stream, String origin, String line) {
        return "{\"stream\":\"%s\",\"seq\":1,\"time\":\"2026-11-20T04:00:00.123456789Z\",\"origin\":\"%s\",\"line\":\"%s\"}"
                .formatted(stream, origin, line);
    }

    private static String part(String stream, String line) {
        return line(stream, "stdout", line).replace("\"line\"", "\"partial\":true,\"line\"");
    }

    private TextPrinter text(boolean prefix, boolean marks, List<String> fields) {
        return new TextPrinter(
                written.output(),
                notices,
                new TextPrinter.Style(
                        prefix,
                        Optional.empty(),
                        false,
                        marks,
                        Width.NONE,
                        Optional.empty(),
                        fields.isEmpty()
                                ? Optional.empty()
                                : Optional.of(new FieldChoice(fields))));
    }

    @Test
    void partsOfALineAreOneUnlessAnotherComesBetween() {
        Printer printer = text(true, false, List.of());
        print(printer, part("a", "one "), line("a", "stdout", "line"));
        assertThat(written.text()).isEqualTo("a │ one line\n");
        print(printer, part("a", "one "), line("bcd", "stdout", "other"), part("a", "line"));
        printer.end();
        assertThat(written.text()).isEqualTo("a │ one \nbcd │ other\na   │ line\n");
    }

    @Test
    void rawBytesAreTheProducers() {
        print(
                new RawPrinter(written.output(), notices),
                part("a", "\\u0000\\u001b]0;x"),
                line("a", "stderr", "é\\r"),
                part("a", "no newline"));
        assertThat(written.text()).isEqualTo("\0\033]0;xé\r\nno newline");
    }

    @Test
    void standardErrorHasAMarkAndALineFeedOfDosIsNone() {
        print(
                text(false, true, List.of()),
                line("a", "stderr", "wrong\\r"),
                line("a", "stdout", "r"));
        assertThat(written.text()).isEqualTo("▌ wrong\nr\n");
    }

    @Test
    void chosenFieldsAreShownOfJsonAndLogfmt() {
        Printer printer = text(false, false, List.of("level", "http.status", "msg"));
        print(
                printer,
                line(
                        "a",
                        "stdout",
                        "{\\\"level\\\":\\\"warn\\\",\\\"http\\\":{\\\"status\\\":500}}"),
                line("a", "stdout", "ts=1 level=info msg=\\\"so it \\\\\\\"is\\\\\\\"\\\""),
                line("a", "stdout", "plain"),
                line("a", "stdout", "{no json"));
        assertThat(written.text()).isEqualTo("warn 500 -\ninfo - so it \"is\"\nplain\n{no json\n");
    }

    @Test
    void aTemplateHasFieldsAndRefusesOthers() {
        print(
                new TemplatePrinter(
                        written.output(),
                        notices,
                        false,
                        "{time} {stream}|{origin}|{level}|{seq} {line}."),
                line("a", "stdout", "x\\u0007"));
        assertThat(written.text())
                .isEqualTo("2026-11-20T04:00:00.123456789Z a|stdout|-|1 x\\x07.\n");
        assertThatThrownBy(() -> new TemplatePrinter(written.output(), notices, false, "{lien}"))
                .hasMessageContaining("{lien}; accepted are {time}");
    }

    @Test
    void linesAroundAreThoseOfTheStream() {
        FilteredPrinter.Choice choice =
                new FilteredPrinter.Choice(
                        Optional.of(BoundedPattern.compile("hit")),
                        Optional.of(BoundedPattern.compile("not")),
                        1,
                        1,
                        2);
        FilteredPrinter printer = new FilteredPrinter(text(true, false, List.of()), choice);
        print(
                printer,
                line("a", "stdout", "1"),
                line("a", "stdout", "2"),
                line("b", "stdout", "3"),
                line("a", "stdout", "hit 4"),
                line("b", "stdout", "hit, but not this"),
                line("a", "stdout", "5"),
                line("a", "stdout", "6"),
                line("b", "stdout", "hit 7"));
        assertThat(written.text())
                .isEqualTo("a │ 2\na │ hit 4\na │ 5\nb │ hit, but not this\nb │ hit 7\n");
        assertThat(printer.isFull()).isFalse();
        print(printer, line("b", "stdout", "hit 8"));
        assertThat(written.text()).isEqualTo("b │ hit 8\n");
        assertThat(printer.isFull()).isTrue();
    }

    @Test
    void objectsAreThoseOfTheWireAndNoticesAreAmongThem() {
        Printer printer = new JsonPrinter(written.output(), notices, false);
        print(printer, line("a", "stdout", "x"));
        printer.tell(new Notice.Missing("a", 3, 5, "retention"));
        printer.tell(new Notice.Connection("resumed", "resumed \"exactly\""));
        assertThat(written.text())
                .isEqualTo(
                        line("a", "stdout", "x")
                                + "\n{\"gap\":{\"stream\":\"a\",\"from\":3,\"to\":5,\"lines\":3,\"reason\":\"retention\"}}\n"
                                + "{\"notice\":{\"kind\":\"resumed\",\"text\":\"resumed \\\"exactly\\\"\"}}\n");
        assertThat(errors.toString(UTF_8))
                .isEqualTo("tailrace: a: gap: 3 records, 3 to 5 (retention)\n");
    }

    @Test
    void aChangeOfStateIsToldInWords() {
        byte[] exited =
                "{\"seq\":9,\"time\":\"2026-11-20T04:00:00Z\",\"state\":\"exited\",\"run\":2,\"code\":137,\"signal\":9,\"backoff\":5}"
                        .getBytes(UTF_8);
        assertThat(Notice.State.of("web", exited, 0, exited.length).text())
                .isEqualTo("web: exited 137, run 2, signal 9, again in 5 s");
        byte[] mark =
                "{\"state\":\"mark\",\"text\":\"look\\u001b[2J\",\"by\":\"me\"}".getBytes(UTF_8);
        assertThat(Notice.State.of("", mark, 0, mark.length).text())
                .isEqualTo("mark: look\\x1B[2J (me)");
    }

    @Test
    void quietNoticesAreLossesAlone() {
        Notices quiet = new Notices(new PrintStream(errors, true, UTF_8), true, true);
        quiet.tell(new Notice.Connection("resumed", "resumed exactly"));
        quiet.tell(new Notice.Recreated("", "k3v9x2ab"));
        assertThat(errors.toString(UTF_8))
                .isEqualTo(
                        "\033[2mtailrace: the stream was made anew; from its first line on\033[0m\n");
    }
}
