package dev.tailrace.source.docker;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code tailrace.docker}: an engine, and which of its containers are streams; none by default. */
@ConfigMapping(prefix = "tailrace.docker")
public interface DockerConfig {
    /** Where Docker listens if nothing else is said. */
    String DEFAULT_HOST = "unix:///var/run/docker.sock";

    /** The engine: {@code unix:///PATH} or {@code tcp://HOST:PORT}. */
    Optional<String> host();

    /**
     * Names of containers, in upper or lower case, and with or without the slash before them that
     * {@code docker inspect} shows; {@code *} stands for any characters, {@code ?} for one.
     */
    Optional<List<String>> containers();

    /**
     * Labels that a container must have, all of them, and one of the names if there are any; {@code
     * *} and {@code ?} as in names.
     */
    Map<String, String> labels();

    /** Whether to take each container that there is. */
    @WithDefault("false")
    boolean all();

    /**
     * How many containers are followed at once. Each holds a connection to the engine, and a
     * descriptor there and here.
     */
    @WithDefault("1000")
    int maxContainers();
}
