package dev.tailrace.face.push;

import dev.tailrace.hub.stream.HubException;
import dev.tailrace.model.ByteSize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** {@code tailrace.push}: what requests that push lines may take. */
@ConfigMapping(prefix = "tailrace.push")
public interface PushConfig {
    /**
     * A request's body, also when it is inflated. It is stored at one go, which takes some
     * milliseconds for this much, in which other streams of its loop wait.
     */
    @WithDefault("4M")
    ByteSize maxBodyBytes();

    /**
     * How many lines a request may bring. Each takes 40 bytes on disk beside its own: a body of
     * newlines, of which 4 KB are 4 MB inflated, would take 164 MB.
     */
    @WithDefault("100000")
    int maxLines();

    /**
     * What all requests under way may hold: bodies, inflated bodies, and their lines as they are on
     * disk. A quarter of the heap.
     */
    @WithDefault("32M")
    ByteSize maxBytesUnderWay();

    /** How many requests may be under way; one that has yet to send its body takes about 5 KB. */
    @WithDefault("256")
    int maxRequestsUnderWay();

    /** How long a body may take to come: 4 MiB in that time are 140 KB/s. */
    @WithDefault("30s")
    Duration bodyTimeout();

    /** A body, what it is inflated to, and its lines with their copy in NDJSON. */
    int COPIES = 4;

    /**
     * Checks what has to do with each other.
     *
     * @throws HubException if that cannot work
     */
    default void check() {
        if (maxBodyBytes().bytes() < 1 || maxBodyBytes().bytes() > Integer.MAX_VALUE / COPIES) {
            throw new HubException(
                    "tailrace.push.max-body-bytes is "
                            + maxBodyBytes().bytes()
                            + ": from 1 to 511M are accepted.");
        }
        if (maxBytesUnderWay().bytes() < COPIES * maxBodyBytes().bytes()) {
            throw new HubException(
                    "tailrace.push.max-bytes-under-way is "
                            + maxBytesUnderWay().bytes()
                            + ": at least four times tailrace.push.max-body-bytes is accepted, as"
                            + " a request can take that much.");
        }
        if (maxLines() < 1) {
            throw new HubException(
                    "tailrace.push.max-lines is " + maxLines() + ": at least 1 is accepted.");
        }
        if (maxRequestsUnderWay() < 1) {
            throw new HubException(
                    "tailrace.push.max-requests-under-way is "
                            + maxRequestsUnderWay()
                            + ": at least 1 is accepted.");
        }
    }
}
