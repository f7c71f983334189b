package dev.tailrace.hub.stream;

/** The gateway or a stream of it cannot start; the message is a whole sentence for the user. */
public class HubException extends RuntimeException {
    public HubException(String message) {
        super(message);
    }
}
