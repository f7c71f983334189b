package dev.tailrace.hub.stream;

import dev.tailrace.cursor.Feed;
import dev.tailrace.hub.ingest.IngestConfig;
import dev.tailrace.hub.ingest.IngestThreads;
import dev.tailrace.hub.ingest.Runs;
import dev.tailrace.hub.ingest.StreamParts;
import dev.tailrace.hub.resume.Checkpoint;
import dev.tailrace.hub.resume.SpoolFolder;
import dev.tailrace.log.DiskFolder;
import dev.tailrace.log.LogConfig;
import dev.tailrace.log.LogOpening;
import dev.tailrace.log.LogSettings;
import dev.tailrace.log.LogTime;
import dev.tailrace.log.StreamLog;
import dev.tailrace.model.Labels;
import dev.tailrace.model.Reasons;
import dev.tailrace.model.StreamName;
import dev.tailrace.source.Boot;
import dev.tailrace.source.FileLimit;
import dev.tailrace.source.IngestLoop;
import java.io.IOException;
import java.security.SecureRandom;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** All streams of a gateway, by name. Any thread. */
public final class Streams {
    private static final System.Logger LOG = System.getLogger(Streams.class.getName());

    private record Observer(Consumer<LogStream> opened, Consumer<LogStream> removed) {}

    private final Map<String, StreamConfig> configured;
    private final LogConfig logConfig;
    private final IngestConfig ingestConfig;
    private final DataFolder data;
    private final SpoolFolder spools;
    private final IngestThreads threads;

    private final LogOpening opening =
            new LogOpening(LogTime.SYSTEM, new SecureRandom(), Boot.id());
    private final ConcurrentSkipListMap<StreamName, LogStream> byName =
            new ConcurrentSkipListMap<>();
    private final List<Observer> observers = new CopyOnWriteArrayList<>();
    private final Watchers watchers = new Watchers();
    private final Resumptions resumptions = new Resumptions();

    /** Those that had no folder before. */
    private final Set<StreamName> made = ConcurrentHashMap.newKeySet();

    /**
     * @param configured what the configuration says of single streams
     */
    public Streams(
            Map<String, StreamConfig> configured,
            LogConfig logConfig,
            IngestConfig ingestConfig,
            DataFolder data,
            SpoolFolder spools,
            IngestThreads threads) {
        this.configured = configured;
        this.logConfig = logConfig;
        this.ingestConfig = ingestConfig;
        this.data = data;
        this.spools = spools;
        this.threads = threads;
    }

    public Optional<LogStream> find(StreamName name) {
        return Optional.ofNullable(byName.get(name));
    }

    /** All of them as they are at each moment, by name. */
    public Collection<LogStream> all() {
        return Collections.unmodifiableCollection(byName.values());
    }

    /** Those that are told of each stream that is opened or changes. */
    public Watchers watchers() {
        return watchers;
    }

    /** How readers' starts were met. */
    public Resumptions resumptions() {
        return resumptions;
    }

    /** Whether the configuration names the stream: then there is none only if it was removed. */
    public boolean isConfigured(StreamName name) {
        return configured.containsKey(name.value());
    }

    /**
     * Shows {@code opened} each stream that there is, and each that is opened from now on; one that
     * is opened just now it may see twice. {@code removed} is told of each whose folder somebody
     * removes.
     */
    public void observe(Consumer<LogStream> opened, Consumer<LogStream> removed) {
        observers.add(new Observer(opened, removed));
        byName.values().forEach(opened);
    }

    /**
     * The stream of that name, made if there is none, with a log as the configuration says.
     *
     * @param labels what a stream has that is made now
     * @throws HubException if its log cannot be opened
     */
    public LogStream open(StreamName name, Labels labels) {
        return open(
                name,
                labels,
                Optional.ofNullable(configured.get(name.value())).flatMap(StreamConfig::log));
    }

    /** The same, with a log of its own bounds. */
    public LogStream open(StreamName name, Labels labels, Optional<LogConfig.Overrides> overrides) {
        LogStream known = byName.get(name);
        if (known != null) {
            return known;
        }
        LogStream opened;
        // One at a time: nobody else may open the same folder meanwhile.
        synchronized (this) {
            known = byName.get(name);
            if (known != null) {
                return known;
            }
            opened = make(name, labels, overrides);
            observers.forEach(observer -> observer.opened().accept(opened));
            byName.put(name, opened);
        }
        // Not before it can be found by its name: a watcher may ask for it at once.
        watchers.changed(opened);
        return opened;
    }

    /**
     * Gives a stream the labels that its source tells. Those that it had may be of a request, which
     * anybody can make.
     */
    public void relabel(LogStream stream, Labels labels) {
        boolean others;
        try {
            synchronized (this) {
                others = stream.log().relabel(labels);
            }
        } catch (IOException e) {
            others = true;
            LOG.log(
                    System.Logger.Level.WARNING,
                    "The labels of stream {0} are not kept: {1}",
                    stream.name(),
                    Reasons.of(e));
        }
        if (others) {
            watchers.changed(stream);
        }
    }

    /** Notes how far each is, for its rate. One thread, every few seconds. */
    public void sampleRates() {
        byName.values().forEach(LogStream::sampleRate);
    }

    /**
     * Removes a stream for good, with its folder. Killed in between, the next start ends that, or
     * has the stream as before.
     *
     * @throws StreamRemoved if it has been removed
     * @throws IOException if its folder cannot be given another name; then it is as before
     */
    public void discard(LogStream stream) throws IOException {
        StreamName name = stream.name();
        // Nobody makes another of its name in a folder that is to go.
        synchronized (this) {
            if (!stream.equals(byName.get(name))) {
                throw new StreamRemoved(name);
            }
            data.discard(name);
            remove(stream);
        }
        data.removeDiscarded(name);
    }

    /** Takes out a stream whose folder is gone, and ends it. */
    public void remove(LogStream stream) {
        // All are told of it before of the next stream of its name.
        synchronized (this) {
            byName.remove(stream.name(), stream);
            stream.remove();
            observers.forEach(observer -> observer.removed().accept(stream));
            watchers.changed(stream);
        }
    }

    /** Takes away those that were made and that no record has come into, after all are closed. */
    public void removeNewAndEmpty() {
        for (StreamName name : made) {
            if (find(name).map(LogStream::next).orElse(0L) == 0) {
                data.remove(name);
            }
        }
    }

    /**
     * How the log of a stream is kept.
     *
     * @throws HubException if that cannot be
     */
    public static LogSettings settings(
            LogConfig config, StreamName name, Optional<LogConfig.Overrides> overrides) {
        try {
            return LogSettings.of(config, overrides);
        } catch (IllegalArgumentException e) {
            throw new HubException("Stream '" + name + "': " + e.getMessage());
        }
    }

    private LogStream make(
            StreamName name, Labels labels, Optional<LogConfig.Overrides> overrides) {
        if (data.isGone()) {
            throw new HubException(
                    "The log of stream '" + name + "' cannot be opened: " + data.goneReason());
        }
        requireFiles(name);
        LogSettings settings = settings(logConfig, name, overrides);
        if (!data.has(name)) {
            made.add(name);
        }
        try {
            DiskFolder files = new DiskFolder(data.stream(name));
            StreamLog log = opening.open(files, labels, settings);
            IngestLoop loop = threads.nextLoop();
            StreamParts parts =
                    new StreamParts(
                            name,
                            loop,
                            new Feed(log),
                            spools.spools(name, log, loop),
                            new Checkpoint(files, log, System::nanoTime),
                            Runs.in(files));
            return new LogStream(
                    parts, threads.replayers(), resumptions, ingestConfig, watchers::changed);
        } catch (IOException e) {
            throw new HubException(
                    "The log of stream '" + name + "' cannot be opened: " + Reasons.of(e));
        }
    }

    private static void requireFiles(StreamName name) {
        long left = FileLimit.free();
        if (left < FileLimit.LEFT_BY_STREAMS) {
            throw new HubException(
                    ("The log of stream '%s' cannot be opened: of %s files that may be open (ulimit"
                                    + " -Hn) %s are left, and new streams leave %s")
                            .formatted(name, FileLimit.get(), left, FileLimit.LEFT_BY_STREAMS));
        }
    }
}
