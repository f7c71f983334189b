package dev.tailrace.hub.stream;

import dev.tailrace.hub.Hub;
import dev.tailrace.hub.HubConfig;
import dev.tailrace.hub.ingest.IngestThreads;
import dev.tailrace.hub.ingest.Runs;
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
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** All streams of a gateway by name, and who is told of them. Any thread. */
public final class Streams {
    private final HubConfig config;
    private final DataFolder data;
    private final SpoolFolder spools;
    private final IngestThreads threads;
    private final LogOpening opening =
            new LogOpening(LogTime.SYSTEM, new SecureRandom(), Boot.id());
    private final ConcurrentSkipListMap<StreamName, LogStream> byName =
            new ConcurrentSkipListMap<>();
    private final List<Consumer<LogStream>> observers = new CopyOnWriteArrayList<>();
    private final List<Consumer<LogStream>> removalObservers = new CopyOnWriteArrayList<>();
    private final Watchers watchers = new Watchers();
    private final PastStreams past = new PastStreams();

    /** Those that had no folder before. */
    private final Set<StreamName> made = ConcurrentHashMap.newKeySet();

    public Streams(HubConfig config, DataFolder data, SpoolFolder spools, IngestThreads threads) {
        this.config = config;
        this.data = data;
        this.spools = spools;
        this.threads = threads;
    }

    public @Nullable LogStream find(StreamName name) {
        return byName.get(name);
    }

    /** All of them as they are at each moment, by name. */
    public Collection<LogStream> all() {
        return Collections.unmodifiableCollection(byName.values());
    }

    /** Those who are told of each that is opened or changes. */
    public Watchers watchers() {
        return watchers;
    }

    /**
     * One looks for all, unless the disk is full: they are in one folder, and a look takes time.
     */
    public void lookForRoom() {
        all().stream()
                .limit(1)
                .forEach(one ->
                        one.lookForRoom()
                                .thenAccept(full -> {
                                    if (full) {
                                        all().forEach(LogStream::lookForRoom);
                                    }
                                }));
    }

    /** See {@link Hub#observe}. */
    public void observe(Consumer<LogStream> observer) {
        observers.add(observer);
        byName.values().forEach(observer);
    }

    /**
     * The stream of that name, made if there is none.
     *
     * @throws HubException if its log cannot be opened
     */
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
            for (Consumer<LogStream> observer : observers) {
                observer.accept(opened);
            }
            byName.put(name, opened);
        }
        // Not before it can be found by its name: who is told of it may ask for it at once.
        watchers.changed(opened);
        return opened;
    }

    /** Takes out a stream whose folder is gone, and ends it. */
    public void remove(LogStream stream) {
        synchronized (this) {
            byName.remove(stream.name(), stream);
            past.add(stream);
        }
        stream.remove();
        removalObservers.forEach(observer -> observer.accept(stream));
        watchers.changed(stream);
    }

    /** Has {@code observer} told of each stream that is taken out. */
    public void observeRemovals(Consumer<LogStream> observer) {
        removalObservers.add(observer);
    }

    /** What those had counted that are taken out. */
    public PastStreams past() {
        return past;
    }

    private static void requireFiles(StreamName name) {
        long left = FileLimit.free();
        if (left < FileLimit.LEFT_BY_STREAMS) {
            throw new HubException(
                    "The log of stream '"
                            + name
                            + "' cannot be opened: of "
                            + FileLimit.get()
                            + " files that may be open (ulimit -Hn) "
                            + left
                            + " are left, and new streams leave "
                            + FileLimit.LEFT_BY_STREAMS);
        }
    }

    /**
     * How the log of a stream is kept.
     *
     * @throws HubException if that cannot be
     */
    public static LogSettings settings(
            HubConfig config, StreamName name, Optional<LogConfig.Overrides> overrides) {
        try {
            return LogSettings.of(config.log(), overrides);
        } catch (IllegalArgumentException e) {
            throw new HubException("Stream '" + name + "': " + e.getMessage());
        }
    }

    /** Takes away those that were made and that no record has come into, after all are closed. */
    public void removeNewAndEmpty() {
        for (StreamName name : made) {
            LogStream stream = byName.get(name);
            if (stream == null || stream.next() == 0) {
                data.remove(name);
            }
        }
    }

    private LogStream make(
            StreamName name, Labels labels, Optional<LogConfig.Overrides> overrides) {
        requireFiles(name);
        LogSettings settings = settings(config, name, overrides);
        if (!data.has(name)) {
            made.add(name);
        }
        try {
            DiskFolder files = new DiskFolder(data.stream(name));
            StreamLog log = opening.open(files, labels, settings);
            IngestLoop loop = threads.nextLoop();
            LogStream stream =
                    new LogStream(
                            name,
                            log.description().labels(),
                            log,
                            Runs.in(files),
                            spools.spools(name, log, loop),
                            new Checkpoint(files, log, System::nanoTime),
                            loop,
                            threads.replayers(),
                            config.ingest());
            stream.onChange(watchers::changed);
            return stream;
        } catch (IOException e) {
            throw new HubException(
                    "The log of stream '" + name + "' cannot be opened: " + Reasons.of(e));
        }
    }
}
