package dev.tailrace.terminal.wire;

import dev.tailrace.json.JsonReader;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/** Records out of the objects of a gateway. One thread. */
public final class RecordReader {
    private static final byte[] STREAM = ascii("stream");
    private static final byte[] SEQ = ascii("seq");
    private static final byte[] TIME = ascii("time");
    private static final byte[] ORIGIN = ascii("origin");
    private static final byte[] LEVEL = ascii("level");
    private static final byte[] PARTIAL = ascii("partial");
    private static final byte[] LINE = ascii("line");
    private static final byte[] BYTES = ascii("bytes");
    private static final byte[] STATE = ascii("state");
    private static final byte[] LINES = ascii("lines");

    private final JsonReader json = new JsonReader(new byte[0]);
    private final LogRecord record = new LogRecord();
    private final String stream;

    /**
     * Those of one connection.
     *
     * @param stream whose the records are that name none; empty where each names its own
     */
    public RecordReader(String stream) {
        this.stream = stream;
    }

    /** Reads {@code {"lines":[...]}}, or a record that is alone. */
    public void read(Event event, Consumer<LogRecord> to) {
        json.reset(event.bytes(), event.from(), event.to());
        boolean alone = !event.type().isEmpty();
        if (alone) {
            read(event.bytes(), to);
            return;
        }
        json.beginObject();
        while (json.nextMember()) {
            if (!json.isNamed(LINES)) {
                json.skip();
                continue;
            }
            json.beginArray();
            while (json.nextElement()) {
                read(event.bytes(), to);
            }
        }
    }

    /** Reads the object that begins at {@code from}. */
    public void read(byte[] bytes, int from, int end, Consumer<LogRecord> to) {
        json.reset(bytes, from, end);
        read(bytes, to);
    }

    private void read(byte[] bytes, Consumer<LogRecord> to) {
        json.peek();
        record.begin(bytes, json.at(), stream);
        json.beginObject();
        while (json.nextMember()) {
            member();
        }
        record.end(json.at());
        to.accept(record);
    }

    /** Each has its own letter, or shares it with one other: a line has few comparisons. */
    private void member() {
        switch (json.nameByte()) {
            case 's' -> ofS();
            case 't' -> {
                if (isText(TIME)) {
                    record.time(json.textFrom(), json.textTo());
                }
            }
            case 'o' -> {
                if (isText(ORIGIN)) {
                    record.origin(json.textFrom(), json.textTo());
                }
            }
            case 'l' -> ofL();
            case 'p' -> {
                if (json.isNamed(PARTIAL) && json.word().equals("true")) {
                    record.partial();
                } else {
                    json.skip();
                }
            }
            case 'b' -> {
                if (json.isNamed(BYTES) && json.peek() == '"') {
                    record.base64(json.string());
                } else {
                    json.skip();
                }
            }
            default -> json.skip();
        }
    }

    private void ofS() {
        if (json.isNamed(SEQ)) {
            record.seq(json.number());
        } else if (json.isNamed(STATE)) {
            record.state();
            json.skip();
        } else if (isText(STREAM)) {
            record.stream(json.textFrom(), json.textTo());
        }
    }

    private void ofL() {
        if (json.isNamed(LEVEL)) {
            record.level(json.string());
        } else if (isText(LINE)) {
            line();
        }
    }

    private void line() {
        if (!json.isEscaped()) {
            record.content(record.object(), json.textFrom(), json.textTo());
            return;
        }
        byte[] scratch = record.scratch(json.textTo() - json.textFrom());
        record.content(scratch, 0, json.copyText(scratch, 0));
    }

    /** Whether the member is called so and is a string; what is none of these is passed over. */
    private boolean isText(byte[] name) {
        boolean meant = json.isNamed(name) && json.peek() == '"';
        if (meant) {
            json.text();
        } else {
            json.skip();
        }
        return meant;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
