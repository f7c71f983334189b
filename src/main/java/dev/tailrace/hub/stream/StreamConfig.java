package dev.tailrace.hub.stream;

import dev.tailrace.hub.ingest.SourceConfig;
import dev.tailrace.log.LogConfig;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** {@code tailrace.streams.<name>}: one stream, with one source. */
public interface StreamConfig extends SourceConfig {
    /** Its labels, by Prometheus label name. */
    Map<String, String> labels();

    /** Where its lines go beside the log. */
    Optional<SinkConfig> sink();

    /** What its log has otherwise than others'. */
    Optional<LogConfig.Overrides> log();

    /** {@code sink}. */
    interface SinkConfig {
        /** FIFOs that somebody else has made. */
        Optional<FifoSinkConfig> fifo();
    }

    /** {@code sink.fifo}: at least one of the two. */
    interface FifoSinkConfig {
        /** Where standard output goes, byte for byte. */
        Optional<Path> stdout();

        /** Where standard error goes, byte for byte. */
        Optional<Path> stderr();
    }
}
