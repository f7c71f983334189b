/**
 * How fast it is: what happens to each line, one part at a time (JMH), and a whole gateway with its
 * subscribers.
 *
 * <pre>
 *   LineBenchmark          512 lines of 120 bytes; how each benchmark is run
 *    `- NewlineBenchmark, FramerBenchmark, JsonBenchmark, FilterBenchmark, log.CriBenchmark
 *
 *   Load --starts--> ServedFifo (a gateway of its own)
 *    |- LineWriter --numbered, stamped lines--> FIFO --> gateway
 *    `- Subscribers <--server-sent events, one selector-- gateway
 *         `- Subscriber: ChunkedBody --> Marks --> Tally
 * </pre>
 *
 * Run by {@code ./mvnw -Pbench}; no other build compiles it.
 */
@NullMarked
package dev.tailrace.bench;

import org.jspecify.annotations.NullMarked;
