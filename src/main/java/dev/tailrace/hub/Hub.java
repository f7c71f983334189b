package dev.tailrace.hub;

import dev.tailrace.access.Access;
import dev.tailrace.hub.ingest.Commands;
import dev.tailrace.hub.ingest.IngestThreads;
import dev.tailrace.hub.ingest.Sources;
import dev.tailrace.hub.push.Pushes;
import dev.tailrace.hub.resume.SpoolFolder;
import dev.tailrace.hub.stream.ClientStreams;
import dev.tailrace.hub.stream.DataFolder;
import dev.tailrace.hub.stream.HubException;
import dev.tailrace.hub.stream.LogStream;
import dev.tailrace.hub.stream.Streams;
import dev.tailrace.log.LogTime;
import dev.tailrace.model.Labels;
import dev.tailrace.model.Reasons;
import dev.tailrace.model.StreamName;
import dev.tailrace.source.process.Environment;
import dev.tailrace.source.process.Orphans;
import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Makes what a gateway consists of, starts and stops it. Any thread.
 *
 * <pre>
 *   open --ConfiguredSources--> serves --> drain --> close
 *     `-------------`---- the start fails: abandon
 * </pre>
 */
public final class Hub implements Closeable {
    private static final System.Logger LOG = System.getLogger(Hub.class.getName());

    /** A command may take its grace to stop, and then its last lines are written. */
    private static final Duration STOP = Duration.ofSeconds(10);

    /** What comes and goes is looked at this often, which costs a thousandth of a core at most. */
    private static final Duration SAMPLE = Duration.ofSeconds(5);

    /** As soon as a stream's folder that is removed is noticed. */
    private static final Duration LOOK_AT_DATA = Duration.ofSeconds(1);

    /** A zombie takes a number of a process, of which there are thousands at least. */
    private static final Duration REAP = Duration.ofSeconds(1);

    private final Pod pod;
    private final DataFolder data;
    private final SpoolFolder spools;
    private final IngestThreads threads;
    private final SinkThread sinkThread;
    private final Drain drain;
    private final Streams streams;
    private final Sources sources;
    private final Discoveries discoveries;
    private final Pushes pushes;
    private final ConfiguredSources configured;
    private final RemovedFolders removed;
    private final LogKeeping keeping;
    private final Removing removing;
    private final ReadFailures readFailures = new ReadFailures();
    private final List<Runnable> drainTasks = new CopyOnWriteArrayList<>();
    private final AtomicBoolean drained = new AtomicBoolean();
    private final AtomicBoolean closed = new AtomicBoolean();
    private volatile boolean serving;

    private Hub(HubConfig config, ConfiguredStreams names, DataFolder data) {
        HubConfig.Http http = config.http();
        this.pod = names.pod();
        this.data = data;
        this.spools = spools(config, data);
        this.threads =
                new IngestThreads(
                        config.ingest().loops(), http.maxReplays(), http.maxWaitingReplays());
        this.sinkThread = new SinkThread(threads.sinkLoop());
        this.drain = new Drain(http.drain());
        this.streams =
                new Streams(config.streams(), config.log(), config.ingest(), data, spools, threads);
        this.sources =
                new Sources(
                        config.ingest(),
                        config.tailing(),
                        new Commands(config.control()),
                        data.path(),
                        data.run(),
                        threads);
        this.discoveries = new Discoveries(streams, data, drain);
        this.pushes =
                new Pushes(streams, data, config.push(), LogTime.SYSTEM.clock(), drain::hasBegun);
        this.configured = new ConfiguredSources(names, streams, sources, discoveries, pushes);
        this.removed = new RemovedFolders(data, streams, pushes);
        this.keeping = new LogKeeping(streams.all(), config.log(), pushes::hasMade, removed::end);
        this.removing = new Removing(streams, pushes, data, keeping);
    }

    private static SpoolFolder spools(HubConfig config, DataFolder data) {
        try {
            return SpoolFolder.of(config.spool(), data.path(), data.run());
        } catch (IOException e) {
            throw data.notUsable(e);
        }
    }

    /**
     * Takes the data folder and opens all logs in it.
     *
     * @throws HubException if another gateway has the folder, or it cannot be used
     */
    public static Hub open(HubConfig config) {
        return open(config, Environment.own().variables());
    }

    static Hub open(HubConfig config, Map<String, String> environment) {
        HubBounds.check(config);
        ConfiguredStreams names =
                new ConfiguredStreams(config, config.kubernetes().pod(environment));
        names.check();
        Hub hub = new Hub(config, names, DataFolder.take(config.data(), config.dataInUse()));
        try {
            names.openIn(hub.streams);
            hub.data.streams().forEach(name -> hub.streams.open(name, Labels.NONE));
            hub.keeping.start();
            hub.whileOpen(hub.readFailures::look);
            hub.whileOpen(hub.streams::sampleRates);
            hub.keeping.alsoEvery(LOOK_AT_DATA, hub.removed::isDataGone);
            if (Orphans.comeHere()) {
                hub.keeping.alsoEvery(REAP, Orphans::reap);
            }
            return hub;
        } catch (RuntimeException e) {
            hub.abandon();
            throw e;
        }
    }

    /** The start is over, and the gateway serves: what it has made stays. */
    public void serves() {
        serving = true;
    }

    /** The streams as a client with {@code access} has them: faces have no others. */
    public ClientStreams streamsOf(Access access) {
        return new ClientStreams(streams, access);
    }

    /** What the configuration has it begin with. */
    public ConfiguredSources configured() {
        return configured;
    }

    public Streams streams() {
        return streams;
    }

    /** What gives streams their sources. */
    public Sources sources() {
        return sources;
    }

    /** What looks for sources. */
    public Discoveries discoveries() {
        return discoveries;
    }

    /** Lines that requests bring. */
    public Pushes pushes() {
        return pushes;
    }

    /** What removes streams, or what they have kept, as clients wish it. */
    public Removing removing() {
        return removing;
    }

    /** Where it keeps everything. */
    public DataFolder data() {
        return data;
    }

    /** Where what is read of pipes is until it is in a log. */
    SpoolFolder spools() {
        return spools;
    }

    /** The threads that are not HTTP's. */
    public IngestThreads threads() {
        return threads;
    }

    /** Where FIFOs are fed. */
    public SinkThread sinkThread() {
        return sinkThread;
    }

    public Pod pod() {
        return pod;
    }

    /** What says why logs cannot be read. */
    public ReadFailures readFailures() {
        return readFailures;
    }

    /** Has {@code task} run every few seconds, on a thread of the hub's, as long as it is open. */
    void whileOpen(Runnable task) {
        keeping.alsoEvery(SAMPLE, task);
    }

    /** Whether all configured sources are set up, it can keep lines, and it is not to stop. */
    public boolean isReady() {
        return configured.isOver() && !drained.get() && !data.isGone();
    }

    /** The streams whose records the disk does not take now, or of which not many more. */
    public List<StreamName> failing() {
        return streams.all().stream()
                .filter(stream -> stream.log().isFailing() || stream.log().room().isFull())
                .map(LogStream::name)
                .toList();
    }

    /**
     * Has {@code task} run when the gateway is to stop, after its sources and before the readers
     * are told: for clients that may have no reader.
     */
    public void onDrain(Runnable task) {
        drainTasks.add(task);
    }

    /**
     * Stops all sources and sends all readers away with their last lines, not all at once. This is
     * for as long as HTTP serves, and {@link #close} for afterwards.
     */
    public void drain() {
        if (drained.compareAndSet(false, true)) {
            drain.begin();
            Drain.await("discoveries stopped", drain.leftOf(STOP), discoveries.stop());
            Drain.await(
                    "sources stopped", drain.leftOf(STOP), each(stream -> stream.life().leave()));
            drainTasks.forEach(Runnable::run);
            Duration spread =
                    drain.spread(
                            streams.all().stream()
                                    .mapToInt(stream -> stream.readers().count())
                                    .sum());
            Drain.await(
                    "readers went",
                    drain.waitAfter(spread),
                    Stream.concat(
                            each(stream -> stream.readers().drain(spread)),
                            Stream.of(streams.watchers().drain())));
        }
    }

    /** Whether the gateway is to stop: it takes no new readers. */
    public boolean isDraining() {
        return drain.hasBegun();
    }

    /** How long it takes until all readers have been told to go, as far as that is known. */
    public Duration drainLeft() {
        return drain.leftOfSpread();
    }

    /**
     * As {@link #close}, for a gateway that may have failed to start: then the streams that it made
     * are taken away, but for those that records have come into.
     */
    public void abandon() {
        close(serving ? () -> {} : streams::removeNewAndEmpty);
    }

    /** Seals all logs and lets the data folder go, after {@link #drain}. */
    @Override
    public void close() {
        close(() -> {});
    }

    private void close(Runnable whenSealed) {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        drain();
        keeping.close();
        Drain.await("logs were sealed", STOP, each(LogStream::close));
        pushes.close();
        sources.close();
        threads.close();
        spools.close();
        whenSealed.run();
        try {
            data.close();
        } catch (IOException e) {
            LOG.log(System.Logger.Level.ERROR, "The data folder was not let go: " + Reasons.of(e));
        }
    }

    private Stream<CompletionStage<Void>> each(Function<LogStream, CompletionStage<Void>> step) {
        return streams.all().stream().map(step);
    }
}
