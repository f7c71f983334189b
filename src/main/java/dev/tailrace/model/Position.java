package dev.tailrace.model;

import java.util.Optional;

/** A place in a stream: the record {@code seq} of the log {@code epoch}. */
public record Position(Epoch epoch, long seq) {
    /** What a position looks like on the wire, for error messages. */
    public static final String ACCEPTED = "<epoch>-<seq>, such as k3v9x2ab-1234";

    private static final int EPOCH_LENGTH = 8;
    private static final int MAX_LENGTH = EPOCH_LENGTH + 1 + 19;

    /** Reads the wire form {@code <epoch>-<seq>}; empty if {@code text} has another. */
    public static Optional<Position> parse(String text) {
        if (text.length() <= EPOCH_LENGTH + 1
                || text.length() > MAX_LENGTH
                || text.charAt(EPOCH_LENGTH) != '-'
                || !Epoch.isValid(text.substring(0, EPOCH_LENGTH))) {
            return Optional.empty();
        }
        for (int i = EPOCH_LENGTH + 1; i < text.length(); i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                return Optional.empty();
            }
        }
        try {
            long seq = Long.parseLong(text, EPOCH_LENGTH + 1, text.length(), 10);
            return Optional.of(new Position(new Epoch(text.substring(0, EPOCH_LENGTH)), seq));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    /** The wire form. */
    @Override
    public String toString() {
        return epoch + "-" + seq;
    }
}
