/**
 * Readers: positions in a log, each with its own demand. A slow one costs nothing but its position.
 *
 * <pre>
 *   StreamLog --commit--> Feed --wakes, once a pass and event loop--> Cursor --Delivery--> face, sink
 *      |                                                              ^  |
 *      |    memory: what is new, shared by all -----------------------'  | request(1): everything
 *      `--- segments: pages, read by Replayers, in turn -----------------'   there is
 *
 *   Cursor, Cursor, ... --heads--> Merge --the earliest: Part--> face     several streams at once
 *   StreamLog --pages, from the end--> BackwardCursor --Delivery--> face     history, newest first
 * </pre>
 *
 * A {@link dev.tailrace.cursor.Start} says where to begin, a {@link
 * dev.tailrace.cursor.RecordFilter} what to show, and a {@link dev.tailrace.cursor.Sight} applies
 * it; a filtered record still moves the position. What is searched for is a {@link
 * dev.tailrace.cursor.BoundedPattern}.
 */
@NullMarked
package dev.tailrace.cursor;

import org.jspecify.annotations.NullMarked;
