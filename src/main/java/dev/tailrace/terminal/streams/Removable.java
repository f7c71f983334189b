package dev.tailrace.terminal.streams;

import dev.tailrace.terminal.gateway.GatewayClient;
import dev.tailrace.terminal.gateway.Query;
import org.jspecify.annotations.Nullable;

/**
 * What is, or would be, removed of a stream.
 *
 * @param whole whether the stream itself goes
 * @param needsForce whether nobody is to do that by accident
 */
record Removable(
        String name, boolean whole, boolean needsForce, long lines, long bytes, long files) {
    private static Removable of(Answer answer) {
        return new Removable(
                answer.text("name"),
                answer.is("whole"),
                answer.is("needsForce"),
                answer.number("lines"),
                answer.number("bytes"),
                answer.number("files"));
    }

    /** What would be removed of that stream; nothing is. */
    static Removable wouldBe(GatewayClient client, String name, @Nullable String before) {
        return asked(client, query(name, before).with("dry-run", true));
    }

    /** Removes it. */
    static Removable remove(
            GatewayClient client, String name, @Nullable String before, boolean force) {
        return asked(client, query(name, before).with("force", force ? true : null));
    }

    private static Query query(String name, @Nullable String before) {
        return new Query("/streams/" + Query.encoded(name)).with("before", before);
    }

    private static Removable asked(GatewayClient client, Query query) {
        return Answer.one(client.call("DELETE", query), client, Removable::of);
    }

    /** {@code web: the stream, 184,220 lines, 9.4 MB}. */
    String text() {
        return name
                + ": "
                + (whole ? "the stream, " : "")
                + Words.lines(lines)
                + ", "
                + Words.bytes(bytes);
    }
}
