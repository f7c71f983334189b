package dev.tailrace.source.docker;

/** Counts the bytes of both outputs in frames without stamps. One thread at a time. */
final class CountedParts implements PartSink {
    private final FrameParts frames = new FrameParts(this, () -> 0);
    private boolean framed = true;
    private long bytes;

    /** Takes what comes next: a terminal's output is not in frames, and is not counted. */
    void accept(byte[] more) {
        if (framed) {
            try {
                frames.accept(more, 0, more.length);
            } catch (EngineException e) {
                framed = false;
            }
        }
    }

    /** How many there have been. */
    long bytes() {
        return bytes;
    }

    @Override
    public void content(byte[] buffer, int offset, int length) {
        bytes += length;
    }
}
