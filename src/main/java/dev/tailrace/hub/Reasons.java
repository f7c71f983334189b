package dev.tailrace.hub;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import org.jspecify.annotations.Nullable;

/** Puts file system errors into words. Java's own messages are often a bare path. */
public final class Reasons {
    private Reasons() {}

    /** Why it failed, as part of a sentence. */
    public static String of(IOException failure) {
        return switch (failure) {
            case AccessDeniedException e -> e.getFile() + ": permission denied";
            case NoSuchFileException e -> e.getFile() + " does not exist";
            case FileAlreadyExistsException e -> e.getFile() + " is in the way: it is no folder";
            case FileSystemException e -> e.getFile() + ": " + lower(e.getReason());
            default -> failure.getMessage() == null ? failure.toString() : failure.getMessage();
        };
    }

    private static String lower(@Nullable String reason) {
        return reason == null || reason.isEmpty()
                ? "the file system refused"
                : Character.toLowerCase(reason.charAt(0)) + reason.substring(1);
    }
}
