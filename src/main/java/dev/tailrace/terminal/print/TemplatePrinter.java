package dev.tailrace.terminal.print;

import dev.tailrace.level.Level;
import dev.tailrace.terminal.wire.LogRecord;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Lines as somebody wants them: a text with fields in braces, which has no language of its own. */
public final class TemplatePrinter implements Printer {
    /** As journalctl's {@code short-iso}. */
    public static final String SHORT_ISO = "{second} {stream}: {line}";

    private static final String LINE = "line";
    private static final Pattern FIELD = Pattern.compile("\\{([a-z]+)}");

    private static final Map<String, Function<LogRecord, String>> FIELDS =
            Map.ofEntries(
                    Map.entry("time", LogRecord::time),
                    Map.entry("local", record -> TimeStyle.LOCAL.shown(record.time())),
                    Map.entry("utc", record -> TimeStyle.UTC.shown(record.time())),
                    Map.entry("relative", record -> TimeStyle.RELATIVE.shown(record.time())),
                    Map.entry("second", record -> TimeStyle.seconds(record.time())),
                    Map.entry(
                            "date",
                            record -> TimeStyle.LOCAL.shown(record.time()).substring(0, 10)),
                    Map.entry(
                            "clock", record -> TimeStyle.LOCAL.shown(record.time()).substring(11)),
                    Map.entry("stream", LogRecord::stream),
                    Map.entry("origin", record -> record.origin().text()),
                    Map.entry(
                            "level",
                            record -> record.level() == Level.NONE ? "-" : record.level().text()),
                    Map.entry("seq", record -> Long.toString(record.seq())));

    /** The names of all fields, for people. */
    public static final String ACCEPTED =
            "{time}, {local}, {utc}, {relative}, {second}, {date}, {clock}, {stream}, {origin},"
                    + " {level}, {seq} and {line}";

    private final Output out;
    private final Notices notices;
    private final LineText text;
    private final List<Part> parts = new ArrayList<>();

    /** A field, or a text that stands for itself. */
    private record Part(boolean isLine, Function<LogRecord, String> text) {}

    /**
     * By a template.
     *
     * @throws IllegalArgumentException if the template has a field that there is not; the message
     *     says which there are
     */
    public TemplatePrinter(Output out, Notices notices, boolean colour, String template) {
        this.out = out;
        this.notices = notices;
        this.text = new LineText(out, colour, Width.NONE);
        Matcher fields = FIELD.matcher(template);
        int end = 0;
        while (fields.find()) {
            addText(template.substring(end, fields.start()));
            addField(fields.group(1));
            end = fields.end();
        }
        addText(template.substring(end));
    }

    private void addText(String constant) {
        if (!constant.isEmpty()) {
            parts.add(new Part(false, _ -> constant));
        }
    }

    private void addField(String name) {
        Function<LogRecord, String> field = name.equals(LINE) ? _ -> "" : FIELDS.get(name);
        if (field == null) {
            throw new IllegalArgumentException("{" + name + "}; accepted are " + ACCEPTED);
        }
        parts.add(new Part(name.equals(LINE), field));
    }

    @Override
    public void line(LogRecord record) {
        text.begin(0);
        for (Part part : parts) {
            if (part.isLine()) {
                text.add(record.content(), record.contentFrom(), record.contentTo());
            } else {
                byte[] shown = part.text().apply(record).getBytes(StandardCharsets.UTF_8);
                out.add(shown, 0, shown.length);
            }
        }
        text.end();
        out.add('\n');
        out.flushIfFull();
    }

    @Override
    public void tell(Notice notice) {
        out.flush();
        notices.tell(notice);
    }
}
