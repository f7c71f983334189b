package dev.tailrace.log;

import dev.tailrace.model.Gap;
import dev.tailrace.model.GapReason;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The stretches of a compressed segment: its gzip members. Each says in its head which records it
 * holds and how long it is, so the way to any of them is a few reads of 40 bytes; a damaged one
 * costs its own records.
 */
final class GzipStretches implements Stretches {
    private final LogFile file;
    private final long size;
    private long offset;
    private long next;

    GzipStretches(Folder folder, Segment segment) throws IOException {
        this.file = folder.openForReading(segment.name(Segment.Form.GZIP));
        this.size = sizeOfRecords(file);
        this.next = segment.base();
    }

    private static long sizeOfRecords(LogFile file) throws IOException {
        try {
            long size = file.size();
            boolean sealed = GzipMember.sealedAt(file, size) != GzipMember.NOT_SEALED;
            return sealed ? size - GzipMember.SEAL_BYTES : size;
        } catch (IOException e) {
            file.close();
            throw e;
        }
    }

    @Override
    public long next() {
        return next;
    }

    @Override
    public void seek(long seq) throws IOException {
        GzipMember member = following(offset);
        while (member != null && member.firstSeq() <= seq) {
            offset = member.offset();
            next = member.firstSeq();
            member = seq < member.next() ? null : following(member.end());
        }
    }

    @Override
    public void seekTime(long time) throws IOException {
        GzipMember member = following(offset);
        while (member != null && member.firstTime() <= time) {
            offset = member.offset();
            next = member.firstSeq();
            member = following(member.end());
        }
    }

    @Override
    public @Nullable List<ReadResult> read() throws IOException {
        GzipMember member = following(offset);
        while (member != null && member.firstSeq() < next) {
            member = following(member.end()); // others had these numbers: it cannot be right
        }
        if (member == null) {
            return null;
        }
        if (member.firstSeq() > next) {
            // Damaged heads lie between: what they spoke of is gone.
            offset = member.offset();
            return missing(member.firstSeq());
        }
        offset = member.end();
        byte[] content = member.content(file);
        if (content == null) {
            return missing(member.next());
        }
        List<ReadResult> parts = Stretch.of(content).numbered(next, member.next());
        next = member.next();
        return parts;
    }

    private List<ReadResult> missing(long until) {
        Gap gap = new Gap(next, until - 1, GapReason.CORRUPT);
        next = until;
        return List.of(new ReadResult.Missing(gap));
    }

    /** The member at {@code from} or, where that one's head is damaged, the next that is whole. */
    private @Nullable GzipMember following(long from) throws IOException {
        GzipMember member = GzipMember.at(file, from, size);
        return member != null || from >= size ? member : GzipMember.find(file, from + 1, size);
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
