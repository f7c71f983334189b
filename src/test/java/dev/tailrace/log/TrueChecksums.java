package dev.tailrace.log;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/** Makes the checksums of a segment's gzip members true, whatever else of them is not. */
final class TrueChecksums {
    private static final int MAGIC = 0x04_08_8b_1f;
    private static final int HEAD_BYTES = 44;
    private static final int FIELDS_AT = 16;
    private static final int FIELDS_CRC_AT = 40;
    private static final int TRAILER_BYTES = 8;
    private static final int MOST_INFLATED = 1 << 20;

    private TrueChecksums() {}

    static byte[] in(byte[] bytes) {
        byte[] changed = bytes.clone();
        ByteBuffer all = ByteBuffer.wrap(changed).order(ByteOrder.LITTLE_ENDIAN);
        for (int at = 0; at + HEAD_BYTES <= changed.length; at++) {
            if (all.getInt(at) == MAGIC) {
                all.putInt(
                        at + FIELDS_CRC_AT,
                        crc(changed, at + FIELDS_AT, FIELDS_CRC_AT - FIELDS_AT));
                contentOf(changed, all, at);
            }
        }
        return changed;
    }

    private static void contentOf(byte[] bytes, ByteBuffer all, int at) {
        long end = at + (long) all.getInt(at + FIELDS_AT);
        int deflated = at + HEAD_BYTES;
        if (end - TRAILER_BYTES <= deflated || end > bytes.length) {
            return;
        }
        int trailer = (int) end - TRAILER_BYTES;
        byte[] content = new byte[MOST_INFLATED];
        Inflater inflater = new Inflater(true);
        inflater.setInput(bytes, deflated, trailer - deflated);
        try {
            int length = inflater.inflate(content);
            int stated = all.getInt(trailer + Integer.BYTES);
            all.putInt(trailer, crc(content, 0, Math.clamp(stated, 0, length)));
        } catch (DataFormatException e) {
            return; // no checksum would make this right
        } finally {
            inflater.end();
        }
    }

    private static int crc(byte[] bytes, int from, int length) {
        CRC32 crc = new CRC32();
        crc.update(bytes, from, length);
        return (int) crc.getValue();
    }
}
