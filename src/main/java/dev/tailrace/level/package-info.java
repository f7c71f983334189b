/**
 * How severe lines are, by what programs write into them.
 *
 * <pre>
 *   a line's first bytes --LineLevel: JSON, logfmt, plain--> Level, or NONE
 *                                                              |
 *   record, record, ... --LineWalk: parts of a line, lines of an event--> Level, first seq
 *                              ^                                  |
 *                              `---- LineState: between reads ----'
 * </pre>
 *
 * A {@link dev.tailrace.level.LineLevel} says what one line says itself. A {@link
 * dev.tailrace.level.LineWalk} goes over records in their order: a line without a level that goes
 * on with an event has that of the event.
 */
@NullMarked
package dev.tailrace.level;

import org.jspecify.annotations.NullMarked;
