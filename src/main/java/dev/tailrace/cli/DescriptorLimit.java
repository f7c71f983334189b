package dev.tailrace.cli;

import dev.tailrace.source.FileLimit;
import dev.tailrace.source.Linux;
import io.smallrye.config.ConfigSourceInterceptor;
import io.smallrye.config.ConfigSourceInterceptorContext;
import io.smallrye.config.ConfigValue;
import org.jspecify.annotations.Nullable;

/**
 * What the limit on open files means for the gateway. Connections get what is left of it: one that
 * could not be accepted would wait for ever, and one that is too many is closed at once. Any
 * thread.
 *
 * <pre>
 *   limit = OWN | an eighth, for streams and their files | connections, at most max-connections
 * </pre>
 */
public final class DescriptorLimit implements ConfigSourceInterceptor {
    private static final long serialVersionUID = 1;

    /** About 130 of libraries, event loops and the first streams, and as many again by half. */
    private static final int OWN = 192;

    private static final int SHARE_OF_STREAMS = 8;

    /** Enough to be of use: some readers, a probe, and somebody who looks. */
    private static final int FEWEST_CONNECTIONS = 16;

    private static final String MAX_CONNECTIONS = "quarkus.http.limits.max-connections";

    private static volatile long connections = Long.MAX_VALUE;

    /**
     * Counts with the limit of this process from now on.
     *
     * @throws LaunchException if it is too low
     */
    static void heed() {
        Linux.require();
        long limit = FileLimit.get();
        connections = connections(limit);
        if (connections < FEWEST_CONNECTIONS) {
            throw new LaunchException(sentence(limit));
        }
    }

    /** How many connections a gateway with this limit takes. */
    static long connections(long limit) {
        return limit - OWN - limit / SHARE_OF_STREAMS;
    }

    /** The least limit with which it starts. */
    static long least() {
        long least = OWN + FEWEST_CONNECTIONS;
        while (connections(least) < FEWEST_CONNECTIONS) {
            least++;
        }
        return least;
    }

    /** Why it does not start with so few descriptors. */
    static String sentence(long limit) {
        return "the limit on open files is "
                + limit
                + " (ulimit -Hn): the gateway needs at least "
                + least()
                + ", one more for each further connection and up to three more for each stream.";
    }

    @Override
    public @Nullable ConfigValue getValue(ConfigSourceInterceptorContext context, String name) {
        ConfigValue value = context.proceed(name);
        long most = connections;
        return value != null
                        && name.equals(MAX_CONNECTIONS)
                        && value.getValue() != null
                        && value.getValue().matches("\\d{1,9}")
                        && Long.parseLong(value.getValue()) > most
                ? value.withValue(Long.toString(most))
                : value;
    }
}
