package dev.tailrace.source.tail.file;

import java.io.IOException;

/** What a file has, read at any place: for {@link Fingerprint}s. */
@FunctionalInterface
public interface Contents {
    /** The {@code length} bytes at {@code position}, or less where the contents end. */
    byte[] read(long position, int length) throws IOException;
}
