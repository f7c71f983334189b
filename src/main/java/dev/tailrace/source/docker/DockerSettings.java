package dev.tailrace.source.docker;

import dev.tailrace.source.SourceException;
import java.util.List;
import java.util.Optional;

/**
 * An engine, and which of its containers are streams.
 *
 * @param maxContainers how many are followed at once
 */
public record DockerSettings(EngineAddress address, ContainerChoice choice, int maxContainers) {
    /**
     * What the configuration asks for; empty if it chooses no container.
     *
     * @throws SourceException if that cannot be; the message names the key and the value
     */
    public static Optional<DockerSettings> of(DockerConfig config) {
        List<String> names =
                config.containers().orElse(List.of()).stream()
                        .map(Container::withoutSlash)
                        .toList();
        ContainerChoice choice = new ContainerChoice(names, config.labels(), config.all());
        if (names.contains("")) {
            throw new SourceException(
                    "tailrace.docker.containers has '' in it: names of containers are accepted,"
                            + " in which * stands for any characters and ? for one.");
        }
        if (config.maxContainers() < 1) {
            throw new SourceException(
                    "tailrace.docker.max-containers is "
                            + config.maxContainers()
                            + ": at least 1 is accepted.");
        }
        if (choice.isEmpty() && config.host().isPresent()) {
            throw new SourceException(
                    "tailrace.docker.host is '"
                            + config.host().get()
                            + "', but no container is chosen: set tailrace.docker.containers,"
                            + " labels or all.");
        }
        return choice.isEmpty()
                ? Optional.empty()
                : Optional.of(new DockerSettings(address(config), choice, config.maxContainers()));
    }

    private static EngineAddress address(DockerConfig config) {
        String host = config.host().orElse(DockerConfig.DEFAULT_HOST);
        try {
            return EngineAddress.parse(host);
        } catch (IllegalArgumentException e) {
            throw new SourceException("tailrace.docker.host: " + e.getMessage() + ".");
        }
    }
}
