package dev.tailrace.terminal.logs;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;

/** What one connection brings, in one of the formats of the gateway. */
interface Session {
    /** What to ask for. */
    String accept();

    /**
     * Takes bytes, of which nothing is left in the end.
     *
     * @throws IllegalArgumentException if they are not as the gateway sends them
     */
    void take(ByteBuffer bytes);

    /** How the gateway, or this reader, has ended it; empty as long as it goes on. */
    Optional<SessionEnd> end();

    /** How it has ended if the connection ends here, cleanly or not. */
    SessionEnd endOfConnection(boolean clean);

    /** After how long without a byte the connection is dead. */
    Duration silence();

    /** Whether the gateway has begun to answer in its format. */
    boolean hasBegun();
}
