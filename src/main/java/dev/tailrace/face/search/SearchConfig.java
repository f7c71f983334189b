package dev.tailrace.face.search;

import dev.tailrace.hub.stream.HubException;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** {@code tailrace.search}: what those may take who have a stream looked through. */
@ConfigMapping(prefix = "tailrace.search")
public interface SearchConfig {
    /**
     * How many searches may be under way. They take turns on half of the cores: with as many as
     * these, one is eight times as slow. Each takes 2 MB while it has its turn, else next to
     * nothing.
     */
    @WithDefault("8")
    int maxRunning();

    /**
     * Checks it.
     *
     * @throws HubException if that cannot work
     */
    default void check() {
        if (maxRunning() < 1) {
            throw new HubException(
                    "tailrace.search.max-running is " + maxRunning() + ": at least 1 is accepted.");
        }
    }
}
