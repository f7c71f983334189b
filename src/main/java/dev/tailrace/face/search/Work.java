package dev.tailrace.face.search;

import java.io.IOException;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** What is done for a client on the search threads, a step at a time. One thread at a time. */
interface Work {
    /**
     * Goes on for a while.
     *
     * @param wanted whether the client is still there; if not, it may stop where it is
     * @return what to write
     * @throws IOException if the log's files cannot be read
     */
    byte[] step(BooleanSupplier wanted) throws IOException;

    /** How it has ended, as in metrics; null if there is more to be done. */
    @Nullable String ended();

    /** How many bytes of records the last step looked through. */
    long scanned();
}
