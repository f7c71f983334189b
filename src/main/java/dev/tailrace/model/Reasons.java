package dev.tailrace.model;

import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.UnknownHostException;
import java.nio.channels.ClosedChannelException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import org.jspecify.annotations.Nullable;

/**
 * Puts failures into words, wherever a user reads them: what the system says, and not which class
 * says it. Java's own messages are often a bare path. Any thread.
 */
public final class Reasons {
    /** As strerror(3) says EMFILE and ENFILE; libraries have it in exceptions of many kinds. */
    private static final String TOO_MANY_FILES = "Too many open files";

    private Reasons() {}

    /**
     * Why it failed, as part of a sentence. What is not of the system is a fault of the gateway,
     * and keeps its class.
     */
    public static String of(Throwable failure) {
        IOException system = system(failure);
        Throwable bare = unwrapped(system == null ? failure : system);
        if (bare instanceof IOException e) {
            return words(e);
        }
        String message = bare.getMessage();
        return message == null || bare instanceof RuntimeException || bare instanceof Error
                ? bare.toString()
                : message;
    }

    /**
     * The first that says more than what caused it: Java gives one that does not that one's text.
     */
    private static Throwable unwrapped(Throwable failure) {
        Throwable bare = failure;
        for (Throwable cause = bare.getCause();
                cause != null && saysNothing(bare, cause);
                cause = bare.getCause()) {
            bare = cause;
        }
        return bare;
    }

    private static boolean saysNothing(Throwable failure, Throwable cause) {
        return failure.getMessage() == null || failure.getMessage().equals(cause.toString());
    }

    /** What the system or a peer has failed with; null if it was neither. */
    public static @Nullable IOException system(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof IOException system) {
                return system;
            }
        }
        return null;
    }

    /** Whether a file could not be opened because as many are open as may be. */
    public static boolean isOutOfFiles(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause.getMessage() != null && cause.getMessage().contains(TOO_MANY_FILES)) {
                return true;
            }
        }
        return false;
    }

    /** What a request for so many items fails with: rule 3.9 of Reactive Streams, in its words. */
    public static IllegalArgumentException ofRequest(long items) {
        return new IllegalArgumentException(items + " is a non-positive subscription request");
    }

    /** Others may have given a file its name. */
    private static String file(FileSystemException failure) {
        return OsText.shown(String.valueOf(failure.getFile()));
    }

    private static String words(IOException failure) {
        return switch (failure) {
            case AccessDeniedException e -> file(e) + ": permission denied";
            case NoSuchFileException e when e.getReason() == null -> file(e) + " does not exist";
            case DirectoryNotEmptyException e -> file(e) + ": directory not empty";
            case NotDirectoryException e -> file(e) + ": not a directory";
            case FileAlreadyExistsException e -> file(e) + " is in the way: it is no folder";
            case FileSystemException e when e.getFile() == null -> lower(e.getReason());
            case FileSystemException e -> file(e) + ": " + lower(e.getReason());
            case UnknownHostException e when e.getMessage() != null ->
                    e.getMessage() + ": unknown host";
            // Netty's, of a socket in the file system.
            case FileNotFoundException e when e.getMessage() == null -> "no such file or directory";
            case ClosedChannelException _ -> "it is closed";
            case EOFException e when e.getMessage() == null -> "it ends too early";
            default -> failure.getMessage() == null ? "no reason is known" : failure.getMessage();
        };
    }

    private static String lower(@Nullable String reason) {
        return reason == null || reason.isEmpty()
                ? "the file system refused"
                : Character.toLowerCase(reason.charAt(0)) + reason.substring(1);
    }
}
