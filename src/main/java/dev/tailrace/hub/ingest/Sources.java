package dev.tailrace.hub.ingest;

import dev.tailrace.hub.ingest.ConfiguredSource.FromFifo;
import dev.tailrace.hub.ingest.ConfiguredSource.FromProcess;
import dev.tailrace.hub.ingest.ConfiguredSource.FromPush;
import dev.tailrace.hub.ingest.ConfiguredSource.FromTail;
import dev.tailrace.model.OsText;
import dev.tailrace.model.Reasons;
import dev.tailrace.source.IngestLoop;
import dev.tailrace.source.SourceException;
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
import dev.tailrace.source.tail.file.FileId;
import dev.tailrace.source.tail.lines.LineFormat;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Gives streams their sources. Any thread. */
public final class Sources implements AutoCloseable {
    private final IngestConfig config;
    private final TailingConfig tailing;
    private final Commands commands;
    private final Path data;
    private final Path run;
    private final IngestThreads threads;
    private volatile @Nullable Tails tails;
    private @Nullable FifoWatch fifoWatch;

    /**
     * @param data where the gateway keeps everything
     * @param run where FIFOs to commands are made
     */
    public Sources(
            IngestConfig config,
            TailingConfig tailing,
            Commands commands,
            Path data,
            Path run,
            IngestThreads threads) {
        this.config = config;
        this.tailing = tailing;
        this.commands = commands;
        this.data = data;
        this.run = run;
        this.threads = threads;
    }

    /** The commands that the configuration names. */
    public Commands commands() {
        return commands;
    }

    /** Starts the source that the configuration names. */
    public void start(SourceLife stream, ConfiguredSource configured) {
        IngestLoop loop = stream.loop();
        switch (configured) {
            case FromFifo(Path path) -> stream.start(new FifoSource(path, loop, fifos()));
            case FromPush() -> stream.start(new PushSource(loop));
            case FromTail(Path path, LineFormat format, boolean fromEnd) ->
                    stream.start(TailSource.of(path, format, fromEnd, loop, tails()));
            case FromProcess command -> {
                Path fifos = fifosOf(stream);
                commands.start(stream, () -> command.make(loop, fifos, config));
            }
        }
    }

    /** Has the stream read the gateway's own standard input. */
    public void startStdin(SourceLife stream) {
        stream.start(new StdinSource(stream.loop()));
    }

    /** Has the stream run a command. */
    public ProcessSource startProcess(SourceLife stream, ProcessSpec spec) {
        ProcessSource source =
                new ProcessSource(
                        spec,
                        fifosOf(stream),
                        stream.loop(),
                        ProcessPolicy.once(config.stopGrace(), config.drainAfterExit()));
        stream.start(source);
        return source;
    }

    /** What all followed files share; made when the first is. */
    public synchronized Tails tails() {
        Tails made = tails;
        if (made == null) {
            made =
                    new Tails(
                            threads.nextLoop(),
                            new TailLimits(
                                    tailing.maxOpenFiles(),
                                    Math.toIntExact(tailing.turnBytes().bytes()),
                                    tailing.maxWaitingFiles(),
                                    tailing.followLinks().orElse(List.of()),
                                    new TailLimits.Looks(
                                            tailing.maxFolders(),
                                            tailing.maxFoundFiles(),
                                            tailing.maxLookTime())),
                            ownFolder());
            tails = made;
        }
        return made;
    }

    private FileId ownFolder() {
        try {
            return FileId.stat(data).id();
        } catch (IOException e) {
            throw new SourceException(
                    "No file can be followed, as it is not known what is in the data folder "
                            + OsText.shown(data)
                            + ": "
                            + Reasons.of(e));
        }
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
    public int maxOpenFiles() {
        return tailing.maxOpenFiles();
    }

    /** What following files has come to; empty as long as none is. */
    public Optional<TailCounters> tailCounters() {
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

    private Path fifosOf(SourceLife stream) {
        return run.resolve(stream.name().value());
    }
}
