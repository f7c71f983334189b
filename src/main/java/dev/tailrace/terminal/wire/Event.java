package dev.tailrace.terminal.wire;

import org.jspecify.annotations.Nullable;

/**
 * A server-sent event. Its bytes hold until the next one is read.
 *
 * @param type what it is called; empty for the one without a name
 * @param id where a reader goes on that has it; null if it does not move that
 * @param from where its data begins
 * @param to where its data ends, which is {@code from} if there is none
 */
@SuppressWarnings("ArrayRecordComponent") // a view of the reader's buffer, never compared
public record Event(String type, @Nullable String id, byte[] bytes, int from, int to) {
    public boolean hasData() {
        return to > from;
    }
}
