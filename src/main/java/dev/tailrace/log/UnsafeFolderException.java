package dev.tailrace.log;

/**
 * Another user could read, change or replace what the gateway would keep; the message is a whole
 * sentence for the user.
 */
public final class UnsafeFolderException extends RuntimeException {
    UnsafeFolderException(String message) {
        super(message);
    }
}
