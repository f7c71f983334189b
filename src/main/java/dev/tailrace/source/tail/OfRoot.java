package dev.tailrace.source.tail;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Tells folders that only root can have made, named and filled. Any thread. */
final class OfRoot {
    private static final int DIRECTORY = 0040000;
    private static final int TYPE = 0170000;
    private static final int WRITABLE_BY_OTHERS = 0022;

    private OfRoot() {}

    /**
     * Whether {@code folder}, and those that it is in, are root's alone: {@code levels} of them. A
     * link is no folder. What cannot be looked at is somebody else's.
     */
    static boolean are(Path folder, int levels) {
        @Nullable Path each = folder;
        for (int i = 0; i < levels; i++, each = each.getParent()) {
            if (each == null || !is(each)) {
                return false;
            }
        }
        return true;
    }

    private static boolean is(Path folder) {
        try {
            Map<String, Object> found =
                    Files.readAttributes(folder, "unix:uid,mode", LinkOption.NOFOLLOW_LINKS);
            return found.get("uid") instanceof Integer uid
                    && found.get("mode") instanceof Integer mode
                    && uid == 0
                    && (mode & TYPE) == DIRECTORY
                    && (mode & WRITABLE_BY_OTHERS) == 0;
        } catch (IOException _) {
            return false;
        }
    }
}
