package dev.tailrace.hub;

import dev.tailrace.hub.ConfiguredSource.FromFifo;
import dev.tailrace.hub.ConfiguredSource.FromProcess;
import dev.tailrace.hub.ConfiguredSource.FromPush;
import dev.tailrace.hub.ConfiguredSource.FromTail;
import dev.tailrace.source.IngestLoop;
import dev.tailrace.source.fifo.FifoSource;
import dev.tailrace.source.fifo.FifoWatch;
import dev.tailrace.source.process.ProcessPolicy;
import dev.tailrace.source.process.ProcessSource;
import dev.tailrace.source.process.ProcessSpec;
import dev.tailrace.source.push.PushSource;
import dev.tailrace.source.stdin.StdinSource;
import dev.tailrace.source.tail.TailCounters;
import dev.tailrace.source.tail.TailLimits;
import dev.tailrace.source.tail.TailSource;
import dev.tailrace.source.tail.Tails;
import dev.tailrace.source.tail.lines.LineFormat;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Gives streams their sources. Any thread. */
final class Sources implements AutoCloseable {
    private final DataFolder data;
    private final IngestThreads threads;
    private final Duration grace;
    private final Duration drainAfterExit;
    private final HubConfig.Tailing tailing;
    private final Commands commands;
    private volatile @Nullable Tails tails;
    private @Nullable FifoWatch fifoWatch;

    Sources(HubConfig config, DataFolder data, IngestThreads threads) {
        this.data = data;
        this.threads = threads;
        this.grace = config.ingest().stopGrace();
        this.drainAfterExit = config.ingest().drainAfterExit();
        this.tailing = config.tailing();
        this.commands = new Commands(config.control());
    }

    Commands commands() {
        return commands;
    }

    void start(LogStream stream, ConfiguredSource configured) {
        IngestLoop loop = stream.loop();
        switch (configured) {
            case FromFifo(Path path) -> stream.start(new FifoSource(path, loop, fifos()));
            case FromPush() -> stream.start(new PushSource(loop));
            case FromTail(Path path, LineFormat format, boolean fromEnd) ->
                    stream.start(TailSource.of(path, format, fromEnd, loop, tails()));
            case FromProcess command -> {
                Path folder = fifosOf(stream);
                commands.start(stream, () -> command.make(loop, folder, grace, drainAfterExit));
            }
        }
    }

    void startStdin(LogStream stream) {
        stream.start(new StdinSource(stream.loop()));
    }

    ProcessSource startProcess(LogStream stream, ProcessSpec spec) {
        ProcessSource source =
                new ProcessSource(
                        spec,
                        fifosOf(stream),
                        stream.loop(),
                        ProcessPolicy.once(grace, drainAfterExit));
        stream.start(source);
        return source;
    }

    /** What all followed files share; made when the first is. */
    synchronized Tails tails() {
        Tails made = tails;
        if (made == null) {
            made =
                    new Tails(
                            threads.nextLoop(),
                            new TailLimits(
                                    tailing.maxOpenFiles(),
                                    Math.toIntExact(tailing.turnBytes().bytes()),
                                    tailing.maxWaitingFiles()));
            tails = made;
        }
        return made;
    }

    /** What all FIFOs share; made when the first is. */
    private synchronized FifoWatch fifos() {
        FifoWatch made = fifoWatch;
        if (made == null) {
            made = new FifoWatch(threads.nextLoop());
            fifoWatch = made;
        }
        return made;
    }

    /** How many followed files may be open. */
    int maxOpenFiles() {
        return tailing.maxOpenFiles();
    }

    /** What following files has come to; empty as long as none is. */
    Optional<TailCounters> tailCounters() {
        return Optional.ofNullable(tails).map(Tails::counters);
    }

    /** Watches no files any more; the sources themselves are the streams' to stop. */
    @Override
    public synchronized void close() {
        if (tails != null) {
            tails.close();
        }
        if (fifoWatch != null) {
            fifoWatch.close();
        }
    }

    private Path fifosOf(LogStream stream) {
        return data.run().resolve(stream.name().value());
    }
}
