package dev.tailrace.access;

/** Who may do what cannot be known; the message is a sentence for the user, without a secret. */
public final class AccessException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public AccessException(String message) {
        super(message);
    }
}
