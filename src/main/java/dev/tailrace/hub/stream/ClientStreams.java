package dev.tailrace.hub.stream;

import dev.tailrace.access.Access;
import dev.tailrace.access.Right;
import dev.tailrace.model.Labels;
import dev.tailrace.model.StreamName;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The streams as one client has them: those that it may not read are not there. All that a client
 * is told of streams comes from here, so that there is one place that asks. Any thread.
 *
 * <pre>
 *   find, all, watch --> Streams --each--> Access: may it read that? --no--> as if there were none
 * </pre>
 */
public final class ClientStreams {
    private final Streams streams;
    private final Access access;

    public ClientStreams(Streams streams, Access access) {
        this.streams = streams;
        this.access = access;
    }

    /** What the client may. */
    public Access access() {
        return access;
    }

    /** The stream of that name, if it is there for the client. */
    public Optional<LogStream> find(StreamName name) {
        return find(Right.READ, name);
    }

    /** The stream of that name, if it is there and the client has that right over it. */
    public Optional<LogStream> find(Right right, StreamName name) {
        LogStream stream = streams.find(name).orElse(null);
        // Asked of one that is not there as well: that takes as long, and so tells nothing.
        return may(right, name, stream) ? Optional.ofNullable(stream) : Optional.empty();
    }

    /** Whether the client has that right over the stream of that name, if it is there or not. */
    public boolean may(Right right, StreamName name) {
        return may(right, name, streams.find(name).orElse(null));
    }

    private boolean may(Right right, StreamName name, @Nullable LogStream stream) {
        return access.may(right, name, stream == null ? Labels.NONE : stream.labels());
    }

    /** Whether the stream is there for the client. */
    public boolean has(LogStream stream) {
        return access.mayRead(stream.name(), stream.labels());
    }

    /** Those that are there for the client at this moment, by name. */
    public List<LogStream> all() {
        return streams.all().stream().filter(this::has).toList();
    }

    /**
     * Has {@code watcher} told of each of them that is opened or changes, until what is returned
     * runs.
     */
    public Runnable watch(Watcher watcher) {
        return streams.watchers().add(access.isEveryone() ? watcher : new Filtered(watcher));
    }

    private final class Filtered implements Watcher {
        private final Watcher watcher;

        private Filtered(Watcher watcher) {
            this.watcher = watcher;
        }

        @Override
        public void changed(LogStream stream) {
            if (has(stream)) {
                watcher.changed(stream);
            }
        }

        @Override
        public void drain() {
            watcher.drain();
        }
    }
}
