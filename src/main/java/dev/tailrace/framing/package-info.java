/**
 * From chunks to records: one {@link Framer} an origin. No I/O, no clock, no thread of its own; it
 * runs where its caller runs.
 *
 * <pre>
 *   chunk  "ab\ncd"      ->  record "ab" F        (cd is carried)
 *   chunk  "e\n"         ->  record "cde" F
 *   flush, carried "x"   ->  record "x" P         (its line goes on in the next record)
 *   a line over the limit -> records P, P, ... F
 * </pre>
 *
 * An F record is its content and a newline, a P record its content alone: joining an origin's
 * records gives the producer's bytes back, whatever they were.
 */
@NullMarked
package dev.tailrace.framing;

import org.jspecify.annotations.NullMarked;
