package dev.tailrace.hub.stream;

import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;

/** Those that follow the list of streams, until the gateway stops. Any thread. */
public final class Watchers {
    private final Set<Watcher> watchers = ConcurrentHashMap.newKeySet();
    private final CompletableFuture<Void> drained = new CompletableFuture<>();
    private volatile boolean draining;

    /**
     * Adds a watcher, which is told to go at once if the gateway is to stop already; returns what
     * ends its watch.
     */
    public Runnable add(Watcher watcher) {
        watchers.add(watcher);
        if (draining) {
            watcher.drain();
        }
        return () -> remove(watcher);
    }

    private void remove(Watcher watcher) {
        watchers.remove(watcher);
        if (draining && watchers.isEmpty()) {
            drained.complete(null);
        }
    }

    /** How many there are. */
    public int count() {
        return watchers.size();
    }

    void changed(LogStream stream) {
        watchers.forEach(watcher -> watcher.changed(stream));
    }

    /** Has all told that the gateway is to stop; completes when they are gone. */
    public CompletionStage<Void> drain() {
        draining = true;
        watchers.forEach(Watcher::drain);
        if (watchers.isEmpty()) {
            drained.complete(null);
        }
        return drained;
    }
}
