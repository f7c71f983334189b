/**
 * What of a source has the log, and where does the source go on? {@link
 * dev.tailrace.hub.resume.OriginBytes} counts, here and nowhere else.
 *
 * <pre>
 *   a pipe cannot be read again      its bytes go to a Spool until they are in the log
 *                                    next start: SpooledBytes counts those that the log has;
 *                                    the rest goes through Ingest before the first read
 *   a file, a container can          Checkpoint keeps the source's place with the log's position
 *                                    next start: the source goes on there; its SourceItems leave
 *                                    out as many bytes as the log has of what comes
 *   a request can be sent again      hub.push keeps its key with the log's position
 *                                    next time: as with a file, and the place is its first byte
 *
 *   each:    position --records from there on--> bytes of each origin
 * </pre>
 *
 * The log alone says what is written, so that it does not matter when the gateway was killed.
 */
@NullMarked
package dev.tailrace.hub.resume;

import org.jspecify.annotations.NullMarked;
