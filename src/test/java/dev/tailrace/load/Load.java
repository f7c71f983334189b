package dev.tailrace.load;

import static java.lang.IO.println;

import java.io.IOException;
import java.time.Duration;

/**
 * A gateway under load: lines go into a FIFO at a steady rate, and every subscriber is to get each
 * of them once and in order. Prints a table with one row; ends with 1 if a line was lost, repeated
 * or out of order.
 *
 * <p>Options are system properties: {@code load.subscribers}, {@code load.rate} in lines/s, {@code
 * load.seconds}.
 */
public final class Load {
    private static final Duration CONNECTING = Duration.ofSeconds(30);

    /** How long nothing may come before what has not come is lost. */
    private static final Duration QUIET = Duration.ofSeconds(20);

    private Load() {}

    public static void main(String[] arguments) throws IOException {
        int count = option("subscribers", 100);
        int rate = option("rate", 2000);
        int seconds = option("seconds", 5);
        Tally tally = new Tally();
        try (ServedFifo served = ServedFifo.start();
                Subscribers subscribers = Subscribers.open(served.port(), count, tally)) {
            subscribers.awaitHello(CONNECTING);
            LineWriter writer = LineWriter.start(served.fifo(), rate, (long) rate * seconds);
            subscribers.readUntil(writer, QUIET);
            writer.check();
            subscribers.countMissing(writer.lines());
            print(count, rate, writer, tally);
        }
        if (!tally.isClean()) {
            System.exit(1);
        }
    }

    private static int option(String name, int otherwise) {
        int value = Integer.getInteger("load." + name, otherwise);
        if (value < 1) {
            throw new IllegalArgumentException("load." + name + " is " + value + ": at least 1");
        }
        return value;
    }

    private static void print(int subscribers, int rate, LineWriter writer, Tally tally) {
        println("| what | lines/s | deliveries/s | latency | missing | repeated | out of order |");
        println("|---|---|---|---|---|---|---|");
        println(
                "| %,d subscribers, server-sent events, %,d lines/s | %,.0f | %,.0f | p50 %.2f ms, p99 %.2f ms | %,d | %,d | %,d |"
                        .formatted(
                                subscribers,
                                rate,
                                writer.linesPerSecond(),
                                tally.deliveries() / writer.secondsUntil(tally.lastDelivery()),
                                tally.latencyMillis(0.5),
                                tally.latencyMillis(0.99),
                                tally.missing(),
                                tally.repeated(),
                                tally.outOfOrder()));
    }
}
