package dev.tailrace.cli;

/** The command line asks for something that cannot be; the message is a sentence for the user. */
final class LaunchException extends RuntimeException {
    LaunchException(String message) {
        super(message);
    }
}
