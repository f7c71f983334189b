package dev.tailrace.log;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;

/** The uncut stretches of a compressed segment: its members, as far as their heads are whole. */
final class UncutGzip implements UncutStretches {
    private final LogFile file;
    private final ByteBuffer room;
    private final ByteBuffer packed;
    private final Inflater inflater = new Inflater(true);
    private final List<GzipMember> members;

    UncutGzip(Folder folder, Segment segment, ByteBuffer room, ByteBuffer packed)
            throws IOException {
        this.room = room;
        this.packed = packed;
        this.file = folder.openForReading(segment.name(Segment.Form.GZIP));
        try {
            this.members = members(file, segment.base());
        } catch (IOException e) {
            close();
            throw e;
        }
    }

    private static List<GzipMember> members(LogFile file, long base) throws IOException {
        List<GzipMember> members = new ArrayList<>();
        long size = file.size();
        long next = base;
        GzipMember member = GzipMember.at(file, 0, size);
        while (member != null && member.firstSeq() == next) {
            members.add(member);
            next = member.next();
            member = GzipMember.at(file, member.end(), size);
        }
        return members;
    }

    @Override
    public @Nullable Uncut at(long seq, boolean backwards) throws IOException {
        int low = 0;
        int high = members.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (members.get(middle).next() <= seq) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        if (low == members.size()) {
            return null;
        }
        GzipMember member = members.get(low);
        int length = member.inflate(file, packed, room, inflater);
        return length < 0 ? null : new Uncut(member.firstSeq(), member.next(), length);
    }

    @Override
    public void close() throws IOException {
        inflater.end();
        file.close();
    }
}
