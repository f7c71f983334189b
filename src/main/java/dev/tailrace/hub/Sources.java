package dev.tailrace.hub;

import dev.tailrace.source.Poller;
import dev.tailrace.source.process.Care;
import dev.tailrace.source.process.ProcessSource;
import dev.tailrace.source.process.ProcessSpec;
import dev.tailrace.source.stdin.StdinSource;
import java.nio.file.Path;
import java.time.Duration;

/** Gives streams their sources. Any thread. */
final class Sources {
    private final DataFolder data;
    private final Poller poller;
    private final Duration grace;
    private final Commands commands;

    Sources(HubConfig config, DataFolder data, Poller poller) {
        this.data = data;
        this.poller = poller;
        this.grace = config.ingest().stopGrace();
        this.commands = new Commands(config.control());
    }

    Commands commands() {
        return commands;
    }

    void start(LogStream stream, ConfiguredSource configured) {
        Path fifos = fifosOf(stream);
        if (configured instanceof ConfiguredSource.FromProcess command) {
            commands.start(stream, () -> command.makeProcess(stream.loop(), poller, fifos, grace));
        } else {
            stream.start(configured.make(stream.loop(), poller, fifos, grace));
        }
    }

    void startStdin(LogStream stream) {
        stream.start(new StdinSource(stream.loop(), poller));
    }

    ProcessSource startProcess(LogStream stream, ProcessSpec spec) {
        ProcessSource source =
                new ProcessSource(spec, fifosOf(stream), stream.loop(), poller, Care.once(grace));
        stream.start(source);
        return source;
    }

    private Path fifosOf(LogStream stream) {
        return data.run().resolve(stream.name().value());
    }
}
