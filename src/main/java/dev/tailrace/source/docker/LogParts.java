package dev.tailrace.source.docker;

/**
 * Cuts the body of a {@code logs} answer into parts, however it comes in. Confined to one thread.
 */
interface LogParts {
    /**
     * Takes the body's next bytes.
     *
     * @throws EngineException if this is no such body; the message is a sentence's end
     */
    void accept(byte[] buffer, int offset, int length);

    /** The body is over: what it ends in the middle of is no part. */
    void finish();
}
