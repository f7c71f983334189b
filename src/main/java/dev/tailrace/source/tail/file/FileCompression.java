package dev.tailrace.source.tail.file;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;

/** How a rotated file is compressed, told by the end of its name or by its first bytes. */
public enum FileCompression {
    GZIP(".gz", "1f8b"),
    XZ(".xz", "fd377a585a"),
    BZIP2(".bz2", "425a68"),
    ZSTANDARD(".zst", "28b52ffd"),
    LZ4(".lz4", "04224d18"),
    LZIP(".lz", "4c5a4950"),
    COMPRESS(".Z", "1f9d"),
    SEVEN_ZIP(".7z", "377abcaf271c"),
    LZMA(".lzma", "5d0000"),
    ZIP(".zip", "504b0304");

    /** No more bytes are needed to tell one by its first. */
    public static final int ENOUGH_BYTES = 8;

    private final String ending;
    private final String first;

    /**
     * @param first its first bytes, in hexadecimal
     */
    FileCompression(String ending, String first) {
        this.ending = ending;
        this.first = first;
    }

    public static Optional<FileCompression> ofName(String name) {
        return Arrays.stream(values()).filter(each -> name.endsWith(each.ending)).findFirst();
    }

    public static Optional<FileCompression> ofContent(byte[] bytes) {
        String first = HexFormat.of().formatHex(bytes);
        return Arrays.stream(values()).filter(each -> first.startsWith(each.first)).findFirst();
    }

    /** Whether what is compressed so can be read. */
    public boolean isReadable() {
        return this == GZIP;
    }

    /** The name without the ending that tells a compression. */
    public static String plain(String name) {
        return ofName(name)
                .map(each -> name.substring(0, name.length() - each.ending.length()))
                .orElse(name);
    }

    @Override
    public String toString() {
        return ending.substring(1);
    }
}
