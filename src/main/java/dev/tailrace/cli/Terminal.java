package dev.tailrace.cli;

import dev.tailrace.source.Libc;
import java.nio.file.Path;

/** Whether somebody is looking, and may press keys. */
final class Terminal {
    private static final Path CONTROLLING = Path.of("/dev/tty");

    /** ioctl_tty(2). */
    private static final long TIOCGPGRP = 0x540F;

    private Terminal() {}

    /** Whether this process belongs to a terminal (credentials(7)). */
    static boolean isControlling() {
        int fd = open();
        if (fd >= 0) {
            Libc.close(fd);
        }
        return fd >= 0;
    }

    /** Whether a terminal's keys are for this process and the others of its job. */
    static boolean isForeground() {
        int fd = open();
        if (fd < 0) {
            return false;
        }
        try {
            int group = Libc.integer(fd, TIOCGPGRP);
            return group > 0 && group == Libc.processGroup();
        } finally {
            Libc.close(fd);
        }
    }

    private static int open() {
        return Libc.open(CONTROLLING, Libc.O_RDWR | Libc.O_CLOEXEC);
    }
}
