/**
 * Lines, taken out of what was read of followed files.
 *
 * <pre>
 *   OpenFile --fill--> Window --> LineTaker: tells the LineFormat by the first lines
 *                                     |
 *                                     v
 *                                LineReader: RawLines, CriLines, DockerLines (TimedLines)
 *                                     |  content, origin, and its own time, if it has one
 *                                     v
 *                                SourceItems: an item each, and a commit after all
 * </pre>
 */
@NullMarked
package dev.tailrace.source.tail.lines;

import org.jspecify.annotations.NullMarked;
