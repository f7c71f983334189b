package dev.tailrace.user;

/** The command line asks for something that cannot be; the message is a sentence for the user. */
public final class LaunchException extends RuntimeException {
    public LaunchException(String message) {
        super(message);
    }
}
