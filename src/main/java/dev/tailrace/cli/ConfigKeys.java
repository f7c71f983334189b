package dev.tailrace.cli;

import dev.tailrace.access.AccessConfig;
import dev.tailrace.face.FaceConfig;
import dev.tailrace.face.ManagementConfig;
import dev.tailrace.face.push.PushConfig;
import dev.tailrace.face.ws.WsConfig;
import dev.tailrace.hub.HubConfig;
import dev.tailrace.source.docker.DockerConfig;
import io.smallrye.config.ConfigMappings;
import io.smallrye.config.ConfigMappings.ConfigClass;
import java.util.List;
import java.util.stream.Stream;

/** The keys that the configuration may have: those that the packages' mappings read. Any thread. */
final class ConfigKeys {
    /** With {@code *} for a part that the user names, and {@code [*]} after a list. */
    static final List<String> ALL =
            Stream.of(
                            HubConfig.class,
                            FaceConfig.class,
                            ManagementConfig.class,
                            WsConfig.class,
                            PushConfig.class,
                            AccessConfig.class,
                            DockerConfig.class)
                    .map(ConfigClass::configClass)
                    .flatMap(mapping -> ConfigMappings.getProperties(mapping).keySet().stream())
                    .sorted()
                    .toList();

    private ConfigKeys() {}
}
