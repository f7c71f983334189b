/**
 * {@code tailrace logs}: lines of one or several streams, exactly once each, whatever happens to
 * the connection.
 *
 * <pre>
 *   options --> LogRequest --Place: from where--> Query
 *                   ^                               |
 *                   |                           EventSession, NewestFirst: one connection
 *              LogReading <--cut off, and where-----+--lines--> Printer --> Output
 *              again and again, by Patience                                   | written
 *                                                              Progress <-----+
 *                                                              CursorFile, --show-cursor
 * </pre>
 *
 * A place counts only once all lines up to it have been written. One thread; signals come on
 * others, by StopSignal.
 */
@NullMarked
package dev.tailrace.terminal.logs;

import org.jspecify.annotations.NullMarked;
