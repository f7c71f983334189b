package dev.tailrace.source.tail.rotation;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.tailrace.source.tail.file.Fingerprint;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where one series is read.
 *
 * @param file how far the file that is read; null while there is none
 * @param after how far the one before it: files may begin alike, and what is compressed of it is no
 *     new one
 * @param time whatever was written last before it has been read, ns since 1970
 * @param strangers its rotations whose names do not say that
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record ResumePoint(
        @Nullable Fingerprint file,
        @Nullable Fingerprint after,
        long time,
        List<Fingerprint> strangers) {
    public ResumePoint {
        // It is left out if it is empty.
        strangers = strangers == null ? List.of() : List.copyOf(strangers);
    }
}
