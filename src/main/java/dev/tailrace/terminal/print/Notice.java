package dev.tailrace.terminal.print;

import dev.tailrace.json.JsonReader;
import dev.tailrace.model.Gap;
import dev.tailrace.model.OsText;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What is told that is no line. */
public sealed interface Notice {
    /** For people: one line, in which nothing steers a terminal. */
    String text();

    /** The same for programs: an object of JSON. */
    String json();

    /** Whether lines are missing by it, which is told in any case. */
    default boolean isLoss() {
        return false;
    }

    /**
     * Something has happened to a stream's source.
     *
     * @param stream where there are several, else empty
     * @param json the object of the wire
     */
    record State(String stream, Map<String, @Nullable Object> members, String json)
            implements Notice {
        /** The state whose object is {@code bytes[from..to)}. */
        public static State of(String stream, byte[] bytes, int from, int to) {
            byte[] object = Arrays.copyOfRange(bytes, from, to);
            return new State(
                    stream,
                    new JsonReader(object).object(),
                    "{\"state\":" + new String(object, StandardCharsets.UTF_8) + "}");
        }

        /** What has happened. */
        public String state() {
            return String.valueOf(members.get("state"));
        }

        @Override
        public boolean isLoss() {
            return state().equals("gap");
        }

        @Override
        public String text() {
            StringBuilder text = new StringBuilder(state().equals("gap") ? "lost" : state());
            add(" ", "code", "", text);
            add(", run ", "run", "", text);
            add(", pid ", "pid", "", text);
            add(", signal ", "signal", "", text);
            add(" ", "bytes", " bytes", text);
            add(" of ", "source", "", text);
            add(": ", "reason", "", text);
            add(": ", "text", "", text);
            add(" (", "by", ")", text);
            add(": a time of ", "said", "", text);
            add(", again in ", "backoff", " s", text);
            return named(stream, OsText.shown(text.toString()));
        }

        private void add(String before, String member, String after, StringBuilder text) {
            Object value = members.get(member);
            if (value != null) {
                text.append(before).append(value).append(after);
            }
        }
    }

    /** Records that the gateway does not have any more. */
    record Missing(String stream, long from, long to, String reason) implements Notice {
        @Override
        public boolean isLoss() {
            return true;
        }

        @Override
        public String text() {
            long lines = to - from + 1;
            return named(
                    stream,
                    "gap: " + Gap.shown(lines, from, to) + " (" + OsText.shown(reason) + ")");
        }

        @Override
        public String json() {
            return "{\"gap\":{"
                    + (stream.isEmpty() ? "" : "\"stream\":\"" + stream + "\",")
                    + "\"from\":"
                    + from
                    + ",\"to\":"
                    + to
                    + ",\"lines\":"
                    + (to - from + 1)
                    + ",\"reason\":\""
                    + reason
                    + "\"}}";
        }
    }

    /** A log is not the one that it was: it is read from its first line on. */
    record Recreated(String stream, String epoch) implements Notice {
        @Override
        public boolean isLoss() {
            return true;
        }

        @Override
        public String text() {
            return named(stream, "the stream was made anew; from its first line on");
        }

        @Override
        public String json() {
            return "{\"reset\":{"
                    + (stream.isEmpty() ? "" : "\"stream\":\"" + stream + "\",")
                    + "\"epoch\":\""
                    + epoch
                    + "\"}}";
        }
    }

    /** Something about the connection. */
    record Connection(String kind, String text) implements Notice {
        @Override
        public String json() {
            String plain = text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", " ");
            return "{\"notice\":{\"kind\":\"" + kind + "\",\"text\":\"" + plain + "\"}}";
        }
    }

    private static String named(String stream, String text) {
        return stream.isEmpty() ? text : stream + ": " + text;
    }
}
