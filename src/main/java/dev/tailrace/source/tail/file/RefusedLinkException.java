package dev.tailrace.source.tail.file;

import dev.tailrace.source.tail.file.RefusedFiles.Reason;

/** A link is not followed; the message, two sentences, says which, and which would be. */
final class RefusedLinkException extends Exception {
    private static final long serialVersionUID = 1;

    final Reason reason;

    /** Whether it is on the way to the root. */
    final boolean above;

    RefusedLinkException(Reason reason, boolean above, String link, String accepted) {
        super(link + ". Accepted are " + accepted + ".");
        this.reason = reason;
        this.above = above;
    }

    String sentences() {
        return String.valueOf(getMessage());
    }
}
