package dev.tailrace.hub.push;

import dev.tailrace.access.Access;
import dev.tailrace.hub.ingest.SourceLife;
import dev.tailrace.hub.stream.DataFolder;
import dev.tailrace.hub.stream.HubException;
import dev.tailrace.hub.stream.LogStream;
import dev.tailrace.hub.stream.Streams;
import dev.tailrace.model.Labels;
import dev.tailrace.model.PushedLines;
import dev.tailrace.model.Reasons;
import dev.tailrace.model.Refusal;
import dev.tailrace.model.Refusal.Facts;
import dev.tailrace.model.Refusal.Reason;
import dev.tailrace.model.StreamName;
import dev.tailrace.model.StreamState;
import dev.tailrace.source.push.PushSource;
import io.smallrye.config.WithDefault;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Into which streams lines may be pushed, and those into which they have been. Any thread.
 *
 * <pre>
 *   the stream's source is push (configured, or made by a request) --> its PushQueue
 *   it has another source                                          --> OTHER_SOURCE
 *   it is history alone:  push.create, or it was pushed before     --> goes on
 *                         else                                     --> NOT_ALLOWED
 *   there is none:        the data folder was removed              --> DISK
 *                         push.create                              --> made, up to max-streams
 *                         else                                     --> UNKNOWN_STREAM, and that its
 *                                                                      folder was removed, if it was
 * </pre>
 */
public final class Pushes {
    private static final System.Logger LOG = System.getLogger(Pushes.class.getName());

    /** {@code tailrace.push}, beside what the face has there. */
    public interface Config {
        /**
         * Whether a request may make a stream that is not there, or go on with one that is history
         * alone. Every client that can connect could fill the data folder with streams: not by
         * default.
         */
        @WithDefault("false")
        boolean create();

        /**
         * A request makes no stream if there are so many, of all kinds: each takes an open file and
         * a few KB of memory, and up to twice tail-bytes when it is busy.
         */
        @WithDefault("1000")
        int maxStreams();

        /**
         * How many idempotency keys are kept of a stream, with their answers; then the oldest goes.
         * Each takes about 300 bytes of memory and as many on disk.
         */
        @WithDefault("4096")
        int maxKeys();

        /** How long they are kept: clients repeat for minutes, some for hours. */
        @WithDefault("1d")
        Duration keyAge();

        /** How long a request waits for a disk that takes nothing. */
        @WithDefault("5s")
        Duration writeTimeout();
    }

    private final Streams streams;
    private final DataFolder data;
    private final Config config;
    private final InstantSource clock;
    private final BooleanSupplier draining;
    private final Map<StreamName, PushQueue> queues = new ConcurrentHashMap<>();

    /**
     * @param draining whether the gateway is to stop
     */
    public Pushes(
            Streams streams,
            DataFolder data,
            Config config,
            InstantSource clock,
            BooleanSupplier draining) {
        this.streams = streams;
        this.data = data;
        this.config = config;
        this.clock = clock;
        this.draining = draining;
    }

    /**
     * Why a client cannot push lines into a stream of that name as it is now; null if it can. If it
     * may not read the stream the answer is that for a name that is free.
     *
     * @param labels what the stream is to have if it is made
     */
    public @Nullable Refusal refusal(Access access, StreamName name, Labels labels) {
        return PushLabels.refusal(labels).orElseGet(() -> refusal(access, name));
    }

    private @Nullable Refusal refusal(Access access, StreamName name) {
        if (draining.getAsBoolean()) {
            return new Refusal(Reason.DRAIN, "The gateway stops.");
        }
        Optional<LogStream> found = streams.find(name);
        Labels labels = found.map(LogStream::labels).orElse(Labels.NONE);
        boolean reads = access.mayRead(name, labels);
        if (!access.mayPush(name, labels)) {
            return found.isPresent() && reads ? forReadersOnly(name) : unknown(name);
        }
        Refusal refusal = refusal(name, found);
        return refusal == null || reads ? refusal : ofAFreeName(name);
    }

    /** The one answer, whether there is such a stream or not. */
    private Refusal ofAFreeName(StreamName name) {
        Refusal refusal = refusalToMake(name, false);
        return refusal == null ? unknown(name) : refusal;
    }

    private static Refusal forReadersOnly(StreamName name) {
        return ofStream(
                name,
                Reason.NOT_ALLOWED,
                "Stream '" + name + "' is not among those that this client may push into.");
    }

    private static Refusal unknown(StreamName name) {
        return ofStream(
                name,
                Reason.UNKNOWN_STREAM,
                "There is no stream '" + name + "' that this client may push into.");
    }

    private @Nullable Refusal refusal(StreamName name, Optional<LogStream> found) {
        if (queues.containsKey(name)) {
            return null;
        }
        return found.isPresent() ? refusal(found.get().life()) : refusalToMake(name, true);
    }

    private @Nullable Refusal refusal(SourceLife stream) {
        String kind = stream.kind();
        if (stream.source() instanceof PushSource) {
            return null;
        }
        if (!kind.equals("none") || stream.state() != StreamState.ENDED) {
            return ofStream(
                    stream.name(),
                    Reason.OTHER_SOURCE,
                    "The lines of stream '"
                            + stream.name()
                            + "' come from a source of their own ("
                            + kind
                            + ").");
        }
        return config.create()
                ? null
                : ofStream(
                        stream.name(),
                        Reason.NOT_ALLOWED,
                        "Stream '"
                                + stream.name()
                                + "' is history alone; tailrace.streams."
                                + stream.name()
                                + ".push lets requests go on with it, tailrace.push.create with"
                                + " any.");
    }

    /**
     * @param reads whether the client may know that the configuration names the stream
     */
    private @Nullable Refusal refusalToMake(StreamName name, boolean reads) {
        if (data.isGone()) {
            return new Refusal(Reason.DISK, data.goneReason());
        }
        if (!config.create()) {
            String why =
                    reads && streams.isConfigured(name)
                            ? "' any more, as its folder was removed while the gateway ran; the"
                                    + " next start of the gateway makes it again."
                            : "', and requests may not make one (tailrace.push.create is false).";
            return ofStream(name, Reason.UNKNOWN_STREAM, "There is no stream '" + name + why);
        }
        int max = config.maxStreams();
        return streams.all().size() < max
                ? null
                : new Refusal(
                        Reason.MAX_STREAMS,
                        "There are as many streams as requests may make"
                                + " (tailrace.push.max-streams is "
                                + max
                                + ").",
                        Facts.ofLimit("tailrace.push.max-streams", max));
    }

    private static Refusal ofStream(StreamName stream, Reason reason, String sentence) {
        return new Refusal(reason, sentence, Facts.ofStream(stream.value()));
    }

    /** Whether a request has made the stream, as far as it is open for pushing. */
    public boolean hasMade(LogStream stream) {
        return isOpen(stream.name()) && !streams.isConfigured(stream.name());
    }

    /** Whether {@link #push} into that stream returns at once. */
    public boolean isOpen(StreamName name) {
        return queues.containsKey(name);
    }

    /**
     * Stores lines in the stream of that name, all of them or none, as far as the disk lets it.
     * Makes the stream if there is none, which takes files and so time, as does the first push into
     * any: see {@link #isOpen}.
     *
     * @param access of the client, which has {@code key} for itself
     * @param labels what a stream has that is made now, unless the configuration names it
     */
    public CompletionStage<PushOutcome> push(
            Access access,
            StreamName name,
            Labels labels,
            PushedLines lines,
            @Nullable PushKey key) {
        Refusal refusal = refusal(access, name, labels);
        if (refusal != null) {
            return CompletableFuture.completedFuture(new PushOutcome.Refused(refusal));
        }
        PushQueue open = queues.get(name);
        if (open != null) {
            return open.take(lines, PushKey.of(access, key));
        }
        try {
            return open(name, labels)
                    .map(queue -> queue.take(lines, PushKey.of(access, key)))
                    .orElseGet(() -> push(access, name, labels, lines, key));
        } catch (HubException e) {
            return CompletableFuture.completedFuture(
                    new PushOutcome.Refused(Reason.DISK, e.getMessage() + "."));
        }
    }

    /** Opens it for pushing; empty if it has got another source meanwhile. */
    private synchronized Optional<PushQueue> open(StreamName name, Labels labels) {
        if (refusal(name, streams.find(name)) != null) {
            return Optional.empty();
        }
        Labels own = streams.isConfigured(name) ? Labels.NONE : labels;
        return Optional.of(queues.computeIfAbsent(name, _ -> openNow(streams.open(name, own))));
    }

    private PushQueue openNow(LogStream stream) {
        SourceLife life = stream.life();
        if (!streams.isConfigured(stream.name())) {
            // Perhaps it was, and then labelled by somebody who decides about access.
            streams.relabel(stream, stream.labels().untrusted());
        }
        try {
            IdempotencyKeys keys =
                    new IdempotencyKeys(
                            data.stream(stream.name()),
                            stream.log(),
                            config.maxKeys(),
                            config.keyAge(),
                            clock);
            if (!(life.source() instanceof PushSource)) {
                life.start(new PushSource(life.loop()));
            }
            PushSource source = (PushSource) Objects.requireNonNull(life.source());
            return new PushQueue(
                    stream.log(), life.loop(), source, keys, config.writeTimeout(), clock);
        } catch (IOException e) {
            throw new HubException(
                    "The keys of stream '" + stream.name() + "' cannot be read: " + Reasons.of(e));
        }
    }

    /** Opens those that requests had made when the gateway stopped: their readers wait for more. */
    public void resume() {
        if (config.create()) {
            for (LogStream stream : streams.all()) {
                if (stream.life().source() == null
                        && IdempotencyKeys.areIn(data.stream(stream.name()))) {
                    open(stream.name(), Labels.NONE);
                }
            }
        }
    }

    /** The stream has been removed: what is pushed from now on makes another, if it may. */
    public void forget(StreamName name) {
        PushQueue queue = queues.remove(name);
        if (queue != null) {
            close(queue);
        }
    }

    /** Closes what is open of them, when their logs are closed. */
    public void close() {
        queues.values().forEach(Pushes::close);
    }

    private static void close(PushQueue queue) {
        try {
            queue.keys().close();
        } catch (IOException e) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "The keys of a stream were not closed: {0}",
                    Reasons.of(e));
        }
    }

    /** How many idempotency keys are kept of all streams. */
    public int keys() {
        return queues.values().stream().mapToInt(queue -> queue.keys().size()).sum();
    }

    /** The bounds. */
    public Config config() {
        return config;
    }
}
