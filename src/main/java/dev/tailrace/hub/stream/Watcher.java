package dev.tailrace.hub.stream;

/** Follows the list of streams. Called on any thread, so it hands over to its own. */
public interface Watcher {
    /** A stream is new, its state is another one, or a run of its source has begun or ended. */
    void changed(LogStream stream);

    /** The gateway is to stop: the watcher ends what it does, and its watch. */
    void drain();
}
