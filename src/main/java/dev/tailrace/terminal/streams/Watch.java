package dev.tailrace.terminal.streams;

import dev.tailrace.terminal.gateway.GatewayClient;
import dev.tailrace.terminal.gateway.GatewayFailure;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Looks at the streams again and again, until the process ends. While the gateway is away that is
 * shown, and it is looked for.
 *
 * @param client to be told when the gateway was not there
 * @param streams those that there are now
 */
record Watch(GatewayClient client, Supplier<List<StreamInfo>> streams, Shown shown) {
    /** As often as most look at such a list; an answer takes a millisecond. */
    private static final Duration APART = Duration.ofSeconds(2);

    /** What shows them. */
    interface Shown {
        /** As they are now. */
        void show(List<StreamInfo> streams);

        /** They cannot be asked for now. */
        void lost(GatewayFailure why);
    }

    /**
     * Looks until the thread is interrupted.
     *
     * @throws GatewayFailure if it makes no sense to ask again
     */
    void run() throws InterruptedException {
        while (true) {
            try {
                shown.show(streams.get());
            } catch (GatewayFailure failure) {
                if (!failure.isPassing()) {
                    throw failure;
                }
                shown.lost(failure);
                client.lookAgain();
            }
            TimeUnit.NANOSECONDS.sleep(APART.toNanos());
        }
    }
}
