package dev.tailrace.hub.push;

import dev.tailrace.hub.Hub;
import dev.tailrace.hub.HubConfig;
import dev.tailrace.hub.stream.HubException;
import dev.tailrace.hub.stream.LogStream;
import dev.tailrace.model.Labels;
import dev.tailrace.model.PushedLines;
import dev.tailrace.model.Reasons;
import dev.tailrace.model.StreamName;
import dev.tailrace.model.StreamState;
import dev.tailrace.source.push.PushSource;
import java.io.IOException;
import java.time.InstantSource;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Into which streams lines may be pushed, and those into which they have been. Any thread.
 *
 * <pre>
 *   the stream's source is push (configured, or made by a request) --> its PushQueue
 *   it has another source                                          --> OTHER_SOURCE
 *   it is history alone:  push.create, or it was pushed before     --> goes on
 *                         else                                     --> NOT_ALLOWED
 *   there is none:        push.create                              --> made, up to max-streams
 *                         else                                     --> UNKNOWN_STREAM, and that its
 *                                                                      folder was removed, if it was
 * </pre>
 */
public final class Pushes {
    private static final System.Logger LOG = System.getLogger(Pushes.class.getName());

    private final Hub hub;
    private final HubConfig.Push config;
    private final InstantSource clock;
    private final Map<StreamName, PushQueue> streams = new ConcurrentHashMap<>();

    public Pushes(Hub hub, HubConfig.Push config, InstantSource clock) {
        this.hub = hub;
        this.config = config;
        this.clock = clock;
    }

    /** Why lines cannot be pushed into a stream of that name as it is now; null if they can. */
    public PushOutcome.@Nullable Refused refusal(StreamName name) {
        if (hub.isDraining()) {
            return new PushOutcome.Refused(PushRefusal.DRAIN, "the gateway stops");
        }
        if (streams.containsKey(name)) {
            return null;
        }
        Optional<LogStream> found = hub.find(name);
        return found.isPresent() ? refusal(found.get()) : refusalToMake(name);
    }

    private PushOutcome.@Nullable Refused refusal(LogStream stream) {
        String kind = stream.sourceKind();
        if (stream.source() instanceof PushSource) {
            return null;
        }
        if (!kind.equals("none") || stream.state() != StreamState.ENDED) {
            return new PushOutcome.Refused(
                    PushRefusal.OTHER_SOURCE,
                    "the lines of stream '"
                            + stream.name()
                            + "' come from a source of their own ("
                            + kind
                            + ")");
        }
        return config.create()
                ? null
                : new PushOutcome.Refused(
                        PushRefusal.NOT_ALLOWED,
                        "stream '"
                                + stream.name()
                                + "' is history alone; tailrace.streams."
                                + stream.name()
                                + ".push lets requests go on with it, tailrace.push.create with"
                                + " any");
    }

    private PushOutcome.@Nullable Refused refusalToMake(StreamName name) {
        if (!config.create()) {
            if (hub.isConfigured(name)) {
                return new PushOutcome.Refused(
                        PushRefusal.UNKNOWN_STREAM,
                        "there is no stream '"
                                + name
                                + "' any more, as its folder was removed while the gateway ran; the"
                                + " next start of the gateway makes it again");
            }
            return new PushOutcome.Refused(
                    PushRefusal.UNKNOWN_STREAM,
                    "there is no stream '"
                            + name
                            + "', and requests may not make one (tailrace.push.create is false)");
        }
        return hub.list().size() < config.maxStreams()
                ? null
                : new PushOutcome.Refused(
                        PushRefusal.MAX_STREAMS,
                        "there are as many streams as requests may make"
                                + " (tailrace.push.max-streams is "
                                + config.maxStreams()
                                + ")");
    }

    /** Whether {@link #push} into that stream returns at once. */
    public boolean isOpen(StreamName name) {
        return streams.containsKey(name);
    }

    /**
     * Stores lines in the stream of that name, all of them or none, as far as the disk lets it.
     * Makes the stream if there is none, which takes files and so time, as does the first push into
     * any: see {@link #isOpen}.
     *
     * @param labels what a stream has that is made now
     */
    public CompletionStage<PushOutcome> push(
            StreamName name, Labels labels, PushedLines lines, @Nullable PushKey key) {
        PushOutcome.Refused refused = refusal(name);
        if (refused != null) {
            return CompletableFuture.completedFuture(refused);
        }
        PushQueue open = streams.get(name);
        if (open != null) {
            return open.take(lines, key);
        }
        try {
            return open(name, labels)
                    .map(stream -> stream.take(lines, key))
                    .orElseGet(() -> push(name, labels, lines, key));
        } catch (HubException e) {
            return CompletableFuture.completedFuture(
                    new PushOutcome.Refused(PushRefusal.DISK, String.valueOf(e.getMessage())));
        }
    }

    /** Opens it for pushing; empty if it has got another source meanwhile. */
    private synchronized Optional<PushQueue> open(StreamName name, Labels labels) {
        if (refusal(name) != null) {
            return Optional.empty();
        }
        return Optional.of(
                streams.computeIfAbsent(
                        name, _ -> openNow(hub.stream(name, labels, hub.configuredLog(name)))));
    }

    private PushQueue openNow(LogStream stream) {
        try {
            IdempotencyKeys keys =
                    new IdempotencyKeys(
                            hub.data().stream(stream.name()),
                            stream.log(),
                            config.maxKeys(),
                            config.keyAge(),
                            clock);
            if (!(stream.source() instanceof PushSource)) {
                stream.start(new PushSource(stream.loop()));
            }
            PushSource source = (PushSource) Objects.requireNonNull(stream.source());
            return new PushQueue(
                    stream.log(), stream.loop(), source, keys, config.writeTimeout(), clock);
        } catch (IOException e) {
            throw new HubException(
                    "the keys of stream '" + stream.name() + "' cannot be read: " + Reasons.of(e));
        }
    }

    /** Opens those that requests had made when the gateway stopped: their readers wait for more. */
    public void resume() {
        if (config.create()) {
            for (LogStream stream : hub.list()) {
                if (stream.source() == null
                        && IdempotencyKeys.areIn(hub.data().stream(stream.name()))) {
                    open(stream.name(), Labels.NONE);
                }
            }
        }
    }

    /** The stream has been removed: what is pushed from now on makes another, if it may. */
    public void forget(StreamName name) {
        PushQueue stream = streams.remove(name);
        if (stream != null) {
            close(stream);
        }
    }

    /** Closes what is open of them, when their logs are closed. */
    public void close() {
        streams.values().forEach(Pushes::close);
    }

    private static void close(PushQueue stream) {
        try {
            stream.keys().close();
        } catch (IOException e) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "The keys of a stream were not closed: {0}",
                    Reasons.of(e));
        }
    }

    /** How many idempotency keys are kept of all streams. */
    public int keys() {
        return streams.values().stream().mapToInt(stream -> stream.keys().size()).sum();
    }

    /** How many streams there may be for a request to make one. */
    public int maxStreams() {
        return config.maxStreams();
    }

    /** How many of a stream's may be. */
    public int maxKeys() {
        return config.maxKeys();
    }
}
