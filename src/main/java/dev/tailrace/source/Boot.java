package dev.tailrace.source;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** This start of the machine, as random(4) tells it from others. Any thread. */
public final class Boot {
    private static final Path ID = Path.of("/proc/sys/kernel/random/boot_id");

    private Boot() {}

    /**
     * The kernel's id of it; empty where /proc does not tell, and then a reboot after a crash is
     * taken for the death of the gateway alone.
     */
    public static String id() {
        try {
            return Files.readString(ID).strip();
        } catch (IOException e) {
            System.getLogger(Boot.class.getName())
                    .log(
                            System.Logger.Level.WARNING,
                            "{0} cannot be read, so a power loss cannot be told from a crash.",
                            ID);
            return "";
        }
    }
}
