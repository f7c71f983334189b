package dev.tailrace.face;

import dev.tailrace.model.Ending;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import jakarta.inject.Singleton;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;

/** Why those ended who followed the list of streams. Any thread. */
@Singleton
@Startup // so that they are there before anybody follows
public class ListMeters {
    private final Map<Ending, Counter> endings = new EnumMap<>(Ending.class);

    ListMeters(MeterRegistry registry) {
        for (Ending ending : StreamListWriter.ENDINGS) {
            endings.put(
                    ending,
                    Counter.builder("tailrace.list.ended")
                            .description("Followers of the list of streams that are gone, by why")
                            .tag("reason", ending.text())
                            .register(registry));
        }
    }

    void ended(Ending ending) {
        Objects.requireNonNull(endings.get(ending)).increment();
    }
}
