package dev.tailrace.hub.ingest;

import dev.tailrace.source.process.Restart;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Where a stream's lines come from: {@code tailrace.streams.<name>} has at most one of these. */
public interface SourceConfig {
    /** Its lines come from a FIFO. */
    Optional<FifoConfig> fifo();

    /** Its lines are the output of a command. */
    Optional<ProcessConfig> process();

    /** Its lines are those that requests bring: {@code POST /streams/NAME/lines}. */
    @WithDefault("false")
    boolean push();

    /** Its lines are those of a file that something else writes and rotates. */
    Optional<TailConfig> tail();

    /** {@code fifo}. */
    interface FifoConfig {
        /** Where the FIFO is; it is made, with mode 0600, where it is missing. */
        Path path();
    }

    /** {@code process}. */
    interface ProcessConfig {
        /** The command and its arguments. */
        List<String> command();

        /** The folder to start it in; the gateway's own if none is given. */
        Optional<Path> workingFolder();

        /** What its environment has beside what is passed of the gateway's own. */
        Map<String, String> environment();

        /**
         * Which variables of the gateway's own environment it gets beside PATH, HOME and the like:
         * names, and patterns with a star. No pattern means the gateway's configuration.
         */
        Optional<List<String>> passEnvironment();

        /** The user that it runs as: a name, or UID:GID. Only for a gateway that runs as root. */
        Optional<String> user();

        /** When it is started again after it has ended. */
        @WithDefault("never")
        Restart restart();

        /**
         * Whether it outlives the gateway: one that dies, or stops, leaves it running, and the next
         * one goes on with it.
         */
        @WithDefault("false")
        boolean reattach();
    }

    /** {@code tail}. */
    interface TailConfig {
        /** Where the file is, or will be; what rotation made of it is found beside it. */
        Path path();

        /** How its lines are written: auto, raw, cri or docker-json. */
        @WithDefault("auto")
        String format();

        /** Where to begin when nothing is known of before: first or end. */
        @WithDefault("first")
        String from();
    }
}
