package dev.tailrace.hub;

import dev.tailrace.hub.ingest.Ingest;
import dev.tailrace.hub.stream.DataInUse;
import dev.tailrace.hub.stream.StreamConfig;
import dev.tailrace.log.LogConfig;
import dev.tailrace.model.ByteSize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** {@code tailrace}: where data is kept, how it is read, and the streams. */
@ConfigMapping(prefix = "tailrace")
public interface HubConfig {
    /** The data folder: one gateway's alone. */
    Path data();

    /**
     * What to do if another gateway has the data folder. With "next" it takes the first of DATA~2,
     * DATA~3, ... that is free, as "run" and "pipe" do without a data folder.
     */
    @WithDefault("refuse")
    DataInUse dataInUse();

    /** The bounds of every stream's log. */
    LogConfig log();

    /** How sources are read. */
    Ingest ingest();

    /** What is between a pipe and the log. */
    Spool spool();

    /** Which streams requests may push lines into. */
    Push push();

    /** Files to be found by a pattern, or in a folder: a stream for each, by a name of yours. */
    Map<String, StreamConfig.TailConfig> tail();

    /** The bounds of following files. */
    Tailing tailing();

    /** How readers are served, as far as the hub sees to it. */
    Http http();

    /**
     * Whether requests may start and stop the commands that the configuration names. Whoever can
     * connect can, as there is no authentication yet.
     */
    @WithDefault("false")
    boolean control();

    /** What is known of the pod that the gateway is in. */
    Kubernetes kubernetes();

    /** The streams by name. */
    Map<String, StreamConfig> streams();

    /** {@code tailrace.ingest}. */
    interface Ingest {
        /**
         * Threads that read, frame and append; 0 is half the cores. Each moves more than a million
         * lines a second.
         */
        @WithDefault("0")
        int loops();

        /** An unfinished line of standard output is shown as a part after this much quiet. */
        @WithDefault("250ms")
        Duration flushAfter();

        /**
         * How far in the future the time may lie that a producer tells; beyond it the record gets
         * the clock's. Times in a stream only rise, so that all records after it would get such a
         * time too. The clock of a machine that nobody sets drifts by as much in a year.
         */
        @WithDefault("10m")
        Duration maxAhead();

        /** How long a command may take to end after SIGTERM before it gets SIGKILL. */
        @WithDefault("5s")
        Duration stopGrace();

        /**
         * How long the outputs of a command that has ended are read on, if what it left in the
         * background holds them. Then its run is over, with a gap "left-open". Long enough for the
         * last words of a pipeline, short enough to be waited for by a restart.
         */
        @WithDefault("5s")
        Duration drainAfterExit();
    }

    /** {@code tailrace.tailing}. */
    interface Tailing {
        /**
         * How many files may be held open, over all streams; what is found beyond is followed once
         * others are gone. A tenth of what a process may open on most machines.
         */
        @WithDefault("10000")
        int maxOpenFiles();

        /** What one stream reads before the others have their turn: some milliseconds. */
        @WithDefault("256K")
        ByteSize turnBytes();

        /** How many rotated files of one stream are held open until they are read. */
        @WithDefault("64")
        int maxWaitingFiles();
    }

    /** {@code tailrace.http}, beside what the faces have there. */
    interface Http {
        /**
         * How long a stop may take until the readers are gone. Kubernetes kills 30 s after SIGTERM,
         * and the logs are sealed in between.
         */
        @WithDefault("20s")
        Duration drain();

        /**
         * How many readers may read files at once; the others wait for their turn. Each takes up to
         * 0.75 MiB: a member of a compressed segment, inflated, and its lines in a wire format. So
         * these are a fifth of the heap.
         */
        @WithDefault("32")
        int maxReplays();

        /**
         * New readers are asked to come back later while so many wait for their turn: one takes up
         * to ten milliseconds of a core, so that the last waits for most of a minute.
         */
        @WithDefault("5000")
        int maxWaitingReplays();
    }

    /** {@code tailrace.kubernetes}. */
    interface Kubernetes {
        /**
         * Whether streams are labelled, and those without a name named, by the pod that the gateway
         * is in.
         */
        @WithDefault("true")
        boolean enabled();

        /** Where the downward API's file of the pod's labels is mounted, if it is. */
        @WithDefault("/etc/podinfo/labels")
        Path podLabels();

        /** The pod that {@code environment} tells of. */
        default Pod pod(Map<String, String> environment) {
            return enabled() ? Pod.of(environment, podLabels()) : Pod.NONE;
        }
    }

    /** {@code tailrace.push}, beside what the face has there. */
    interface Push {
        /**
         * Whether a request may make a stream that is not there, or go on with one that is history
         * alone. Whoever can connect could fill the data folder with streams: not by default.
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

    /** {@code tailrace.spool}. */
    interface Spool {
        /**
         * Whether what is read from FIFOs and commands is kept in files until it is in the log, so
         * that a gateway that is killed loses none of it.
         */
        @WithDefault("true")
        boolean enabled();

        /**
         * Where those files are: by default in memory, /dev/shm/tailrace-UID, or in the data folder
         * where that cannot be written. They hold a quarter of a second's input, and of each origin
         * hardly more than a MiB.
         */
        Optional<Path> folder();
    }
}
