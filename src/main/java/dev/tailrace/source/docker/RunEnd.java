package dev.tailrace.source.docker;

import dev.tailrace.model.ExitStatus;
import dev.tailrace.model.SourceEvent;
import dev.tailrace.source.SourceItem;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** How one run of a container has ended, as far as that is known by now. Confined to one thread. */
final class RunEnd {
    private OptionalInt code = OptionalInt.empty();
    private OptionalLong time = OptionalLong.empty();

    /** Whether the exit code is known. */
    boolean isKnown() {
        return code.isPresent();
    }

    /** The engine has looked at the container after its end. */
    void seen(Container container) {
        code = OptionalInt.of(container.exitCode());
        time = container.finishNanos();
    }

    /** An event tells of the end; a later one is of a later run. */
    void told(ContainerEvent event) {
        if (code.isEmpty()) {
            code = event.exitCode();
        }
        if (time.isEmpty() && event.time() > 0) {
            time = OptionalLong.of(event.time());
        }
    }

    SourceEvent event() {
        return code.isPresent()
                ? new SourceEvent.Exited(new ExitStatus(code.getAsInt(), 0))
                : new SourceEvent.Ended();
    }

    /**
     * When it was, in ns since 1970. Otherwise it comes after the line before: now it would drag
     * along the times of older lines, if the container starts again.
     */
    long time() {
        return time.orElse(SourceItem.AFTER_LAST);
    }
}
