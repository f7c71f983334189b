package dev.tailrace.hub;

import dev.tailrace.hub.ingest.IngestConfig;
import dev.tailrace.hub.ingest.SourceConfig;
import dev.tailrace.hub.ingest.TailingConfig;
import dev.tailrace.hub.push.Pushes;
import dev.tailrace.hub.resume.SpoolFolder;
import dev.tailrace.hub.stream.DataInUse;
import dev.tailrace.hub.stream.StreamConfig;
import dev.tailrace.log.LogConfig;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

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
    IngestConfig ingest();

    /** What is between a pipe and the log. */
    SpoolFolder.Config spool();

    /** Which streams requests may push lines into. */
    Pushes.Config push();

    /** Files to be found by a pattern, or in a folder: a stream for each, by a name of yours. */
    Map<String, SourceConfig.TailConfig> tail();

    /** The bounds of following files. */
    TailingConfig tailing();

    /** How readers are served, as far as the hub sees to it. */
    Http http();

    /**
     * Whether requests may start and stop the commands that the configuration names. Without tokens
     * every client that can connect can then.
     */
    @WithDefault("false")
    boolean control();

    /** What is known of the pod that the gateway is in. */
    Kubernetes kubernetes();

    /** The streams by name. */
    Map<String, StreamConfig> streams();

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
}
