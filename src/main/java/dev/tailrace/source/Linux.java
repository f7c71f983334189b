package dev.tailrace.source;

/** The one operating system that Tailrace runs on: it needs epoll, pidfds and FIFOs held open. */
public final class Linux {
    private Linux() {}

    /**
     * Returns on Linux. Any thread; start-up calls it before anything native is linked.
     *
     * @throws SourceException elsewhere
     */
    public static void require() {
        require(System.getProperty("os.name", "an unknown system"));
    }

    static void require(String system) {
        if (!system.equals("Linux")) {
            throw new SourceException("Tailrace runs on Linux only; this is " + system + ".");
        }
    }
}
