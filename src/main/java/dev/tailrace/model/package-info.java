/**
 * What things are: records, enums and sealed types that every other package speaks in. No I/O (but
 * for what the JVM needs to name a path, and for whose a file is), no threads; every value is
 * immutable and may be used from any thread.
 *
 * <pre>
 *   stream   StreamName, Labels, Epoch, StreamState
 *   record   Origin, Position, Gap (GapReason), Removal
 *   source   SourceEvent: Started, Reattached, Continued, Exited, Ended, Quiet, Failed
 *   reader   Ending: why a subscription is over
 *   client   Refusal: why something is not done that was asked for
 *   system   OsText: arguments, environment and paths, byte for byte
 *            Ownership, OwnerOnly: whose a file is, and files that are nobody else's
 * </pre>
 */
@NullMarked
package dev.tailrace.model;

import org.jspecify.annotations.NullMarked;
