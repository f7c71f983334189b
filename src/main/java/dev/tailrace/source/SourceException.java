package dev.tailrace.source;

/** A source cannot be set up; the message is a whole sentence for the user. */
public class SourceException extends RuntimeException {
    public SourceException(String message) {
        super(message);
    }
}
