/**
 * All streams of one gateway: made from the configuration and from the data folder, served, and
 * closed.
 *
 * <pre>
 *   Hub ---- makes ---> stream.Streams, ingest.Sources, push.Pushes, LogKeeping, Drain
 *    |                  Removing: what clients wish to be removed, on the thread of LogKeeping
 *    |
 *    |    readers   what one client reads, of one stream or several --.
 *    |    push      lines that requests bring ------------------------|
 *    |                                                                v
 *    |    stream    each stream: its log, its source's life, its subscriptions;
 *    |      |        ClientStreams: those that are there for a client, by its Access
 *    |      |
 *    |      v
 *    |    ingest    source --items--> records, on the stream's IngestLoop
 *    |      |
 *    |      v
 *    `    resume    what of a source has the log?
 * </pre>
 *
 * Each room imports only rooms below it; configuration lies in the room that uses it.
 *
 * <p>When the gateway stops, {@link dev.tailrace.hub.Drain} says what is due when: sources first,
 * then the readers one after the other, then the logs.
 *
 * <p>{@link dev.tailrace.hub.Pod} is where the gateway is in Kubernetes: streams are labelled by
 * it.
 */
@NullMarked
package dev.tailrace.hub;

import org.jspecify.annotations.NullMarked;
