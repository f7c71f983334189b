package dev.tailrace.hub;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** What can happen to a small file. */
public final class SpoiltFile {
    /** All ways. */
    static final String[] WAYS = {
        "missing", "empty", "cut", "garbage", "not UTF-8", "no place", "a folder", "a FIFO"
    };

    private SpoiltFile() {}

    /** Spoils the file, which is there, in one of the {@link #WAYS}. */
    public static void spoil(Path file, String how) throws Exception {
        byte[] bytes = Files.readAllBytes(file);
        Files.delete(file);
        switch (how) {
            case "missing" -> {}
            case "empty" -> Files.write(file, new byte[0]);
            case "cut" -> Files.write(file, Arrays.copyOf(bytes, bytes.length / 2));
            case "garbage" -> Files.writeString(file, "?".repeat(bytes.length) + "\n");
            case "not UTF-8" -> {
                bytes[0] = (byte) 0xff;
                Files.write(file, bytes);
            }
            case "no place" -> Files.writeString(file, "{}\n");
            case "a folder" -> Files.createDirectories(file.resolve("a folder in it"));
            case "a FIFO" ->
                    assertThat(new ProcessBuilder("mkfifo", file.toString()).start().waitFor())
                            .isZero();
            default -> throw new IllegalArgumentException(how);
        }
    }
}
