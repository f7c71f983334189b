package dev.tailrace;

import dev.tailrace.access.AccessConfig;
import dev.tailrace.access.AccessControl;
import dev.tailrace.access.AccessMeters;
import dev.tailrace.cli.StopSignals;
import dev.tailrace.face.ManagementPort;
import dev.tailrace.face.auth.ClientCertificates;
import dev.tailrace.hub.Hub;
import dev.tailrace.hub.HubConfig;
import dev.tailrace.hub.HubMeters;
import dev.tailrace.sink.fifo.FifoSinks;
import dev.tailrace.source.docker.DockerConfig;
import dev.tailrace.source.docker.DockerDiscovery;
import dev.tailrace.source.docker.DockerMeters;
import dev.tailrace.source.docker.DockerSettings;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.Startup;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Vertx;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.Optional;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

/** The hub's life within the application's. */
@Singleton
public class Gateway {
    /** Who may do what; without what the mode needs nothing is opened. */
    @Produces
    @Singleton
    @Startup
    AccessControl accessControl(
            AccessConfig config,
            HttpPort port,
            ClientCertificates certificates,
            MeterRegistry registry) {
        if (config.mode() == AccessConfig.Mode.NONE && !config.allowEverybody()) {
            port.requireLoopback();
        }
        certificates.require();
        AccessControl control = AccessControl.open(config, InstantSource.system());
        AccessMeters.register(control, registry);
        return control;
    }

    /** Its thread goes before the meters of what it looks at. */
    void close(@Disposes AccessControl control) {
        control.close();
    }

    /** The one hub; opening it takes the data folder. */
    @Produces
    @Singleton
    @Startup
    Hub hub(HubConfig config, AccessControl access, MeterRegistry registry) {
        Hub hub = Hub.open(config);
        HubMeters.register(hub, registry);
        return hub;
    }

    @Produces
    @Singleton
    FifoSinks fifoSinks(Hub hub, MeterRegistry registry) {
        return new FifoSinks(hub, registry);
    }

    /** The sinks first, so that they have what the sources bring from their first byte on. */
    void start(
            @Observes StartupEvent event,
            HttpPort port,
            ManagementPort management,
            Hub hub,
            FifoSinks fifos,
            HubConfig config,
            DockerConfig docker,
            Vertx vertx,
            MeterRegistry registry) {
        try {
            port.requireFree(management);
            Optional<DockerDiscovery> containers =
                    DockerSettings.of(docker).map(settings -> new DockerDiscovery(vertx, settings));
            StopSignals.ofProcess().hold(hub.configured()::startNoMore, hub::abandon);
            hub.configured().expect();
            fifos.startConfigured(config.streams());
            hub.configured().start();
            containers.ifPresent(discovery -> {
                DockerMeters.register(discovery, registry);
                hub.discoveries().start(discovery);
            });
        } catch (RuntimeException e) {
            hub.abandon();
            throw e;
        }
    }

    /** The meters go with what they measure: another gateway in this JVM registers its own. */
    void stop(@Observes ShutdownEvent event, Hub hub, MeterRegistry registry) {
        hub.abandon();
        registry.clear();
    }

    /**
     * Ready once all configured sources are set up, until the gateway is to stop; not while the
     * disk does not take a stream's records, nor without the data folder. More than that is told
     * only where everybody may know it.
     */
    @Produces
    @Singleton
    @Readiness
    HealthCheck ready(Hub hub, AccessControl access) {
        return () -> {
            HealthCheckResponseBuilder answer =
                    HealthCheckResponse.named("streams")
                            .status(hub.isReady() && hub.failing().isEmpty());
            // Whoever asks is not asked who that is.
            return (access.isForEverybody() ? detailed(answer, hub) : answer).build();
        };
    }

    private static HealthCheckResponseBuilder detailed(HealthCheckResponseBuilder answer, Hub hub) {
        answer.withData("streams", hub.streams().all().size())
                .withData("not written", hub.failing().toString());
        return hub.data().isGone() ? answer.withData("data folder", "removed") : answer;
    }
}
