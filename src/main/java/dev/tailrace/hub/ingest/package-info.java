/**
 * The way from one stream's source to its log.
 *
 * <pre>
 *   Sources --makes--> Source --items--> Intake --> Ingest --records--> Appender --> StreamLog
 *      |                  |                            |
 *      |                  `--bytes--> Spool            `--commits--> Feed --> cursors
 *      |                                               `--events--> SourceLife --> Runs, state
 *      `-- Commands: those that a request may start and stop
 * </pre>
 *
 * All of it runs on the stream's {@code IngestLoop}, one of those of {@link
 * dev.tailrace.hub.ingest.IngestThreads}.
 */
@NullMarked
package dev.tailrace.hub.ingest;

import org.jspecify.annotations.NullMarked;
