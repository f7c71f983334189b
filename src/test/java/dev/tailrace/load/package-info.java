/**
 * How fast a whole gateway is with its subscribers.
 *
 * <pre>
 *   Load --starts--> ServedFifo (a gateway of its own)
 *    |- LineWriter --numbered, stamped lines--> FIFO --> gateway
 *    `- Subscribers <--server-sent events, one selector-- gateway
 *         `- Subscriber: ChunkedBody --> Marks --> Tally
 * </pre>
 *
 * Run by {@code ./mvnw -Pbench test-compile exec:exec@load}. What it finds of lost, repeated and
 * misplaced lines is only as good as its parser and its tally: these have tests.
 */
@NullMarked
package dev.tailrace.load;

import org.jspecify.annotations.NullMarked;
