package dev.tailrace.face.push;

import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import dev.tailrace.face.Refused;
import dev.tailrace.model.Reasons;
import dev.tailrace.model.Refusal;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** How a body is compressed (Content-Encoding). */
enum ContentCoding {
    IDENTITY,
    GZIP,
    ZSTD;

    static final String ACCEPTED = "gzip, zstd, or none";

    private static final int CHUNK = 16 * 1024;

    /** 8 MiB: what RFC 9659 has every sender keep to, and each receiver provide for. */
    private static final int ZSTD_WINDOW_LOG = 23;

    private static final Object ONE_WINDOW = new Object();

    /**
     * The one that a header names, or that there is without one.
     *
     * @throws Refused if it is none of these
     */
    static ContentCoding of(@Nullable String header) {
        return switch (header == null ? "" : header.strip().toLowerCase(Locale.ROOT)) {
            case "", "identity" -> IDENTITY;
            case "gzip", "x-gzip" -> GZIP;
            case "zstd" -> ZSTD;
            default -> throw unreadable("Content-Encoding", String.valueOf(header), ACCEPTED);
        };
    }

    /** A header says of the body what nothing here can read. */
    static Refused unreadable(String header, String value, String accepted) {
        return new Refused(
                Refusal.Reason.UNSUPPORTED,
                "A body with '"
                        + header
                        + ": "
                        + value
                        + "' cannot be read; accepted is "
                        + accepted
                        + ".",
                Refusal.Facts.ofParameter(header, Refused.shown(value), accepted));
    }

    /**
     * Inflates {@code from} into {@code to}. It takes time.
     *
     * @throws Refused if it is not compressed so, is cut off, or becomes too large
     */
    void inflate(BodyBytes from, BodyBytes to) {
        try {
            switch (this) {
                case IDENTITY -> to.add(from.array(), from.length());
                case GZIP -> GzipMembers.inflate(from, to);
                case ZSTD -> inflateZstd(from, to);
            }
        } catch (IOException e) {
            throw new Refused(
                    Refusal.Reason.BAD_CODING,
                    "The body is no "
                            + name().toLowerCase(Locale.ROOT)
                            + ", or not all of it: "
                            + Reasons.of(e)
                            + ". Nothing of it is stored.");
        }
    }

    /** One at a time: each takes its window beside the heap, and is done in milliseconds. */
    private static void inflateZstd(BodyBytes from, BodyBytes to) throws IOException {
        InputStream in = new ByteArrayInputStream(from.array(), 0, from.length());
        synchronized (ONE_WINDOW) {
            try (ZstdInputStreamNoFinalizer zstd = new ZstdInputStreamNoFinalizer(in)) {
                copy(zstd.setLongMax(ZSTD_WINDOW_LOG), to);
            }
        }
    }

    private static void copy(InputStream in, BodyBytes to) throws IOException {
        byte[] chunk = new byte[CHUNK];
        for (int count = in.read(chunk); count >= 0; count = in.read(chunk)) {
            to.add(chunk, count);
        }
    }
}
