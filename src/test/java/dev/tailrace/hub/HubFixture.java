package dev.tailrace.hub;

import dev.tailrace.suite.Secrets;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.Closeable;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** A hub with a data folder of its own, configured by keys as a user would. */
public final class HubFixture implements Closeable {
    public final Path data;
    private Hub hub;

    public HubFixture(Path data, String... keysAndValues) {
        this.data = data;
        this.hub = Hub.open(config(data, keysAndValues));
    }

    /** What a hub on {@code data} is configured with, as keys and values. */
    public static HubConfig config(Path data, String... keysAndValues) {
        Map<String, String> values = new HashMap<>();
        values.put("tailrace.data", data.toString());
        values.put("tailrace.spool.folder", data.resolve("spool").toString());
        values.put("tailrace.ingest.loops", "1");
        values.put("tailrace.ingest.flush-after", "50ms");
        // Lines of tests have fixed times, which are old one day.
        values.put("tailrace.log.retain-age", "36500d");
        for (int i = 0; i < keysAndValues.length; i += 2) {
            values.put(keysAndValues[i], keysAndValues[i + 1]);
        }
        return new SmallRyeConfigBuilder()
                .addDiscoveredConverters()
                .withMapping(HubConfig.class)
                .withSources(new PropertiesConfigSource(values, "test", 100))
                .build()
                .getConfigMapping(HubConfig.class);
    }

    public Hub hub() {
        return hub;
    }

    /** Closes the gateway and starts another on the same folder. */
    public void reopen(String... keysAndValues) {
        hub.close();
        hub = Hub.open(config(data, keysAndValues));
    }

    /** As {@link #reopen}; {@code meanwhile} is done while no gateway runs. */
    public void reopenAfter(Meanwhile meanwhile, String... keysAndValues) throws Exception {
        hub.close();
        meanwhile.run();
        hub = Hub.open(config(data, keysAndValues));
    }

    /** Something that may fail. */
    public interface Meanwhile {
        void run() throws Exception;
    }

    @Override
    public void close() {
        hub.close();
        Secrets.lookIn(data);
        Secrets.requireNone();
    }
}
