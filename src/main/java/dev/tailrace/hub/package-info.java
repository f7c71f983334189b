/**
 * Ties one stream's source, framing and log together, and opens cursors on it.
 *
 * <pre>
 *   Hub            all streams, by name; made from the configuration and from the data folder
 *    `- LogStream  one of them
 *         SourceLife: its source, its Runs and its state; Commands start and stop what runs
 *         Source --items--> Ingest --records--> StreamLog       on the stream's IngestLoop
 *              \--bytes--> Spools <--how many are written        FIFOs and commands only
 *                                \--published--> Feed --> Cursors of Subscriptions
 *         Pushes  --requests, one after the other--> PushStream --PushSource--> Ingest
 *                       Reading: those of one client, of one stream or several, merged
 *         changes of state --Hub--> Watchers of the list
 * </pre>
 *
 * A spool has what was read and is not written: after a kill, {@code SpooledBytes} asks the log how
 * much of it that is, and the rest goes through {@code Ingest} before the source's first read.
 *
 * <p>A source that can read again tells where it is: {@link dev.tailrace.hub.Checkpoint} keeps that
 * beside the log, with the position that the log had then.
 *
 * <p>{@link dev.tailrace.hub.Pod} is where the gateway is in Kubernetes: streams are labelled by
 * it.
 *
 * <p>When the gateway stops, {@link dev.tailrace.hub.Drain} says what is due when: sources first,
 * then the readers one after the other, then the logs.
 *
 * <p>{@link dev.tailrace.hub.DataFolder} keeps a second gateway away from the same files; {@link
 * dev.tailrace.hub.IngestThreads} are the threads that are not HTTP's.
 */
@NullMarked
package dev.tailrace.hub;

import org.jspecify.annotations.NullMarked;
