package dev.tailrace.source.tail.file;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Objects;

/**
 * How far a file has been read, so that it is known again: under another name, as a copy, or
 * compressed. Inodes are used again, beginnings are alike, so it takes all three:
 *
 * <pre>
 *   | head, at most 1 KiB | ... | before, at most 256 bytes | not read yet
 *   0                                                    offset
 * </pre>
 *
 * @param head the hash of its first {@code headBytes}, which grow with it; of a file of which
 *     nothing is read yet, of what is to be read
 * @param before the hash of the {@code beforeBytes} before {@code offset}
 */
public record Fingerprint(
        long device,
        long inode,
        long offset,
        int headBytes,
        String head,
        int beforeBytes,
        String before) {
    public static final int HEAD_BYTES = 1024;
    public static final int BEFORE_BYTES = 256;

    /** So many bytes of a SHA-256 are kept: nobody forges log files against their reader. */
    private static final int HASH_BYTES = 8;

    /**
     * @throws IllegalArgumentException if no file can have been marked so, whatever is read as one
     */
    public Fingerprint {
        boolean bounded =
                headBytes >= 0
                        && headBytes <= HEAD_BYTES
                        && beforeBytes >= 0
                        && beforeBytes <= Math.min(offset, BEFORE_BYTES);
        if (!bounded) {
            throw new IllegalArgumentException("no file can have been marked so");
        }
        Objects.requireNonNull(head);
        Objects.requireNonNull(before);
    }

    public static Fingerprint of(FileId id, long offset, byte[] head, byte[] before) {
        return new Fingerprint(
                id.device(),
                id.inode(),
                offset,
                head.length,
                hash(head),
                before.length,
                hash(before));
    }

    public FileId id() {
        return new FileId(device, inode);
    }

    /** Whether a file with these contents begins as the one that was marked. */
    public boolean matches(Contents contents) throws IOException {
        return hasHead(contents)
                && hash(contents.read(offset - beforeBytes, beforeBytes)).equals(before);
    }

    public boolean hasHead(Contents contents) throws IOException {
        return hash(contents.read(0, headBytes)).equals(head);
    }

    /** Whether nothing but the inode tells it: it was empty. */
    @JsonIgnore
    public boolean isBlank() {
        return headBytes == 0;
    }

    public static String hash(byte[] bytes) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes);
            return HexFormat.of().formatHex(digest, 0, HASH_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
