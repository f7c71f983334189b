package dev.tailrace.source.tail.file;

import java.io.IOException;

/** The configured folder cannot be come to but by a link that is not followed, which was said. */
public final class RefusedRootException extends IOException {
    private static final long serialVersionUID = 1;

    RefusedRootException(String why) {
        super(why);
    }
}
