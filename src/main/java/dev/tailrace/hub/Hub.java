package dev.tailrace.hub;

import dev.tailrace.cursor.Replayers;
import dev.tailrace.hub.ingest.Commands;
import dev.tailrace.hub.ingest.ConfiguredSource;
import dev.tailrace.hub.ingest.IngestThreads;
import dev.tailrace.hub.ingest.Sources;
import dev.tailrace.hub.push.Pushes;
import dev.tailrace.hub.readers.Reading;
import dev.tailrace.hub.resume.SpoolFolder;
import dev.tailrace.hub.stream.DataFolder;
import dev.tailrace.hub.stream.HubException;
import dev.tailrace.hub.stream.LogStream;
import dev.tailrace.hub.stream.PastStreams;
import dev.tailrace.hub.stream.StreamConfig;
import dev.tailrace.hub.stream.Streams;
import dev.tailrace.hub.stream.SubscriptionRequest;
import dev.tailrace.hub.stream.Watcher;
import dev.tailrace.log.LogConfig;
import dev.tailrace.log.LogTime;
import dev.tailrace.model.Labels;
import dev.tailrace.model.Reasons;
import dev.tailrace.model.StreamName;
import dev.tailrace.source.Discovery;
import dev.tailrace.source.IngestLoop;
import dev.tailrace.source.Source;
import dev.tailrace.source.process.Environment;
import dev.tailrace.source.process.Orphans;
import dev.tailrace.source.process.ProcessSource;
import dev.tailrace.source.process.ProcessSpec;
import dev.tailrace.source.tail.TailDiscovery;
import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * All streams of a gateway, by name: those that its data folder remembers, and those that have a
 * source. Any thread.
 */
public final class Hub implements Closeable {
    private static final System.Logger LOG = System.getLogger(Hub.class.getName());

    /** A command may take its grace to stop, and then its last lines are written. */
    private static final Duration STOP = Duration.ofSeconds(10);

    /** What comes and goes is looked at this often, which costs a thousandth of a core at most. */
    private static final Duration SAMPLE = Duration.ofSeconds(5);

    /** A zombie takes a number of a process, of which there are thousands at least. */
    private static final Duration REAP = Duration.ofSeconds(1);

    private final HubConfig config;
    private final Pod pod;
    private final DataFolder data;
    private final SpoolFolder spools;
    private final IngestThreads threads;
    private final Drain drain;
    private final Streams streams;
    private final List<Discovery> discoveries = new CopyOnWriteArrayList<>();

    /** A hundred years, so that it can be counted in nanoseconds. */
    private static final long MAX_AHEAD_DAYS = 36_500;

    private final List<Runnable> drainTasks = new CopyOnWriteArrayList<>();

    private final LogKeeping keeping;
    private final Sources sources;
    private final Pushes pushes;
    private final Descriptors descriptors = new Descriptors();
    private final ReadFailures readFailures = new ReadFailures(descriptors);
    private final AtomicBoolean drained = new AtomicBoolean();
    private final AtomicBoolean closed = new AtomicBoolean();
    private volatile boolean startingNoMore;
    private volatile boolean ready;
    private volatile boolean serving;

    private Hub(HubConfig config, Pod pod, DataFolder data) {
        this.config = config;
        this.pod = pod;
        this.data = data;
        this.spools = SpoolFolder.of(config.spool(), data);
        this.threads = new IngestThreads(config.ingest().loops(), config.http());
        this.drain = new Drain(config.http().drain());
        this.streams = new Streams(config, data, spools, threads);
        this.sources = new Sources(config, data, threads);
        this.pushes = new Pushes(this, config.push(), LogTime.SYSTEM.clock());
        this.keeping = new LogKeeping(streams.all(), config.log(), this::removed);
    }

    /**
     * Takes the data folder and opens all logs in it.
     *
     * @throws HubException if another gateway has the folder, or it cannot be used
     */
    public static Hub open(HubConfig config) {
        return open(config, Environment.own().variables());
    }

    public static Hub open(HubConfig config, Map<String, String> environment) {
        Pod pod = config.kubernetes().pod(environment);
        requireBounds(config);
        requireStreams(config, pod);
        Hub hub = new Hub(config, pod, DataFolder.take(config.data(), config.dataInUse()));
        try {
            config.streams().forEach(hub::configured);
            for (StreamName name : hub.data.streams()) {
                hub.stream(name, Labels.NONE, Optional.empty());
            }
            hub.streams.lookForRoom();
            hub.keeping.start();
            hub.whileOpen(hub.descriptors::look);
            if (Orphans.comeHere()) {
                hub.keeping.alsoEvery(REAP, Orphans::reap);
            }
            return hub;
        } catch (RuntimeException e) {
            hub.abandon();
            throw e;
        }
    }

    /** Before there is any: what is wrong with the last one leaves nothing of the first behind. */
    private static void requireStreams(HubConfig config, Pod pod) {
        config.streams()
                .forEach((name, stream) -> {
                    ConfiguredStream configured = ConfiguredStream.of(name, stream, pod);
                    var _ = Streams.settings(config, configured.name(), stream.log());
                    var _ = ConfiguredSource.in(name, stream);
                });
        config.tail().forEach(ConfiguredSource::discovery);
    }

    private static void requireBounds(HubConfig config) {
        atLeastOne("tailrace.http.max-replays", config.http().maxReplays());
        atLeastOne("tailrace.http.max-waiting-replays", config.http().maxWaitingReplays());
        atLeastOne("tailrace.tailing.max-open-files", config.tailing().maxOpenFiles());
        atLeastOne("tailrace.tailing.max-waiting-files", config.tailing().maxWaitingFiles());
        atLeastOne("tailrace.push.max-streams", config.push().maxStreams());
        atLeastOne("tailrace.push.max-keys", config.push().maxKeys());
        Duration ahead = config.ingest().maxAhead();
        if (ahead.isNegative() || ahead.toDays() > MAX_AHEAD_DAYS) {
            throw new HubException(
                    "tailrace.ingest.max-ahead is "
                            + ahead
                            + ": from 0 to "
                            + MAX_AHEAD_DAYS
                            + " days are accepted.");
        }
    }

    private static void atLeastOne(String key, int value) {
        if (value < 1) {
            throw new HubException(key + " is " + value + ": at least 1 is accepted.");
        }
    }

    private LogStream configured(String name, StreamConfig stream) {
        ConfiguredStream configured = ConfiguredStream.of(name, stream, pod);
        return stream(configured.name(), configured.labels(), stream.log());
    }

    /** Readers of the streams that are to have a source wait for it from now on, and do not end. */
    public void expectConfigured() {
        config.streams()
                .forEach((name, stream) ->
                        ConfiguredSource.in(name, stream)
                                .ifPresent(_ -> configured(name, stream).expectSource()));
    }

    /**
     * Starts the sources that the configuration names, and takes in what a killed gateway had read
     * of the others.
     *
     * @throws HubException if one of them is not configured as it must be
     * @throws dev.tailrace.source.SourceException if one of them cannot be set up
     */
    public void startConfigured() {
        config.streams().forEach(this::startSource);
        config.tail().forEach(this::startDiscovery);
        streams.all().forEach(LogStream::recover);
        pushes.resume();
        ready = true;
    }

    private void startSource(String name, StreamConfig stream) {
        if (!startingNoMore) {
            LogStream of = configured(name, stream);
            ConfiguredSource.in(name, stream).ifPresent(source -> sources.start(of, source));
        }
    }

    private void startDiscovery(String name, StreamConfig.TailConfig tail) {
        if (!startingNoMore) {
            start(new TailDiscovery(ConfiguredSource.discovery(name, tail), sources.tails()));
        }
    }

    /** The start is over, and the gateway serves: what it has made stays. */
    public void serves() {
        serving = true;
    }

    /** The gateway is to stop before its start is over: what it has not started stays so. */
    public void startNoMore() {
        startingNoMore = true;
    }

    /** The stream of that name. */
    public Optional<LogStream> find(StreamName name) {
        return Optional.ofNullable(streams.find(name));
    }

    /** All streams, by name. */
    public Collection<LogStream> list() {
        return streams.all();
    }

    /** The pod that it is in, if any. */
    public Pod pod() {
        return pod;
    }

    /** Where FIFOs are fed. */
    public SinkThread sinkThread() {
        return threads.sinkThread();
    }

    /** Where it keeps everything. */
    public DataFolder data() {
        return data;
    }

    /**
     * The stream of that name, made if there is none.
     *
     * @throws HubException if its log cannot be opened
     */
    public LogStream stream(
            StreamName name, Labels labels, Optional<LogConfig.Overrides> overrides) {
        return streams.open(name, labels, overrides);
    }

    /**
     * Shows {@code observer} each stream that there is, and each that is opened from now on; one
     * that is opened just now it may see twice.
     */
    public void observe(Consumer<LogStream> observer) {
        streams.observe(observer);
    }

    /** Shows {@code observer} each stream whose folder somebody removes from now on. */
    public void observeRemovals(Consumer<LogStream> observer) {
        streams.observeRemovals(observer);
    }

    /** What removed streams had counted. */
    public PastStreams past() {
        return streams.past();
    }

    /** Somebody has removed the stream's folder: the stream is no more. On the keeper's thread. */
    private void removed(LogStream stream) {
        if (streams.find(stream.name()) == stream) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "The folder of stream {0} has been removed: the stream ends, with its source and"
                            + " its readers.",
                    stream.name());
            pushes.forget(stream.name());
            streams.remove(stream);
        }
    }

    /**
     * Has {@code task} run when the gateway is to stop, after its sources and before the readers
     * are told: for clients that may have no reader.
     */
    public void onDrain(Runnable task) {
        drainTasks.add(task);
    }

    /**
     * Opens a reader, whose positions are taken before the stage completes.
     *
     * @param owner the single thread that the reader is confined to, and that calls this; the stage
     *     completes there
     * @param wanted as of {@link LogStream#subscribe(SubscriptionRequest, ScheduledExecutorService,
     *     BooleanSupplier)}
     */
    public CompletionStage<Reading> read(
            Reading.Request request, ScheduledExecutorService owner, BooleanSupplier wanted) {
        return Reading.open(this, request, owner, wanted);
    }

    /**
     * Tells {@code watcher} of each stream that is opened or changes from now on; returns what ends
     * that.
     */
    public Runnable watch(Watcher watcher) {
        return streams.watchers().add(watcher);
    }

    /** How many follow the list of streams. */
    public int watching() {
        return streams.watchers().count();
    }

    /** Has {@code task} run every few seconds, on a thread of the hub's, as long as it is open. */
    void whileOpen(Runnable task) {
        keeping.alsoEvery(SAMPLE, task);
    }

    /** What gives streams their sources. */
    public Sources sources() {
        return sources;
    }

    /** The commands that the configuration names. */
    public Commands commands() {
        return sources.commands();
    }

    /** Lines that requests bring. */
    public Pushes pushes() {
        return pushes;
    }

    /** What says why logs cannot be read. */
    public ReadFailures readFailures() {
        return readFailures;
    }

    /** Has the stream read the gateway's own standard input. */
    public void startStdin(LogStream stream) {
        sources.startStdin(stream);
    }

    /** Has the stream run a command. */
    public ProcessSource startProcess(LogStream stream, ProcessSpec spec) {
        return sources.startProcess(stream, spec);
    }

    /**
     * Has {@code discovery} look for sources until the gateway is to stop.
     *
     * @throws dev.tailrace.source.SourceException if it cannot look at all
     */
    public void start(Discovery discovery) {
        discoveries.add(discovery);
        discovery.start(
                new Discovery.Found() {
                    @Override
                    public void found(
                            StreamName name,
                            Map<String, String> labels,
                            Function<IngestLoop, Source> source) {
                        start(name, labels, source);
                    }

                    @Override
                    public boolean isKnown(StreamName name) {
                        return streams.find(name) != null;
                    }
                });
    }

    private void start(
            StreamName name, Map<String, String> labels, Function<IngestLoop, Source> source) {
        if (drain.hasBegun()) {
            return;
        }
        stream(name, new Labels(labels), configuredLog(name)).startNext(source);
    }

    /** Whether the configuration names the stream: then there is none only if it was removed. */
    public boolean isConfigured(StreamName name) {
        return config.streams().containsKey(name.value());
    }

    /** What the configuration says of the log of a stream that is found. */
    public Optional<LogConfig.Overrides> configuredLog(StreamName name) {
        return Optional.ofNullable(config.streams().get(name.value())).flatMap(StreamConfig::log);
    }

    /** Whether all configured sources are set up, and the gateway is not to stop. */
    public boolean isReady() {
        return ready;
    }

    /** The streams whose records the disk does not take now, or of which not many more. */
    public List<StreamName> failing() {
        return streams.all().stream().filter(LogStream::isFailing).map(LogStream::name).toList();
    }

    /**
     * Stops all sources and sends all readers away with their last lines, not all at once. This is
     * for as long as HTTP serves, and {@link #close} for afterwards.
     */
    public void drain() {
        if (drained.compareAndSet(false, true)) {
            ready = false;
            drain.begin();
            Drain.await(
                    "discoveries stopped",
                    drain.leftOf(STOP),
                    discoveries.stream().map(Discovery::stop));
            Drain.await("sources stopped", drain.leftOf(STOP), each(LogStream::stopForDrain));
            drainTasks.forEach(Runnable::run);
            Duration spread =
                    drain.spread(streams.all().stream().mapToInt(LogStream::subscribers).sum());
            Drain.await(
                    "readers went",
                    drain.waitAfter(spread),
                    Stream.concat(
                            each(stream -> stream.drain(spread)),
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

    /** Who reads files, and who waits for that. */
    public Replayers replayers() {
        return threads.replayers();
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
