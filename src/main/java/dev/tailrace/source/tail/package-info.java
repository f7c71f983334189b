/**
 * Files that something else writes and rotates, as a source.
 *
 * <pre>
 *   TailDiscovery   a folder or a PathPattern: a TailSource for each Layout that a Walk finds;
 *        |          Neighbours tells which files are rotations of followed ones
 *        v
 *   TailSource --> TailRun (one stream, on its loop): turns, polls, SeriesFolders, TailCheckpoints
 *                     |
 *                     v
 *                  Follower (one Track: a series of files); QuietFiles while nothing is read
 *                     |
 *        .------------+-------------.
 *        v                          v
 *    rotation: which file        lines: its lines, and when they were written --> SourceItems
 *        |                          |
 *        `----------> file <--------'    an open file, and how it is known again
 * </pre>
 *
 * <p>Each package knows only those below it. A file is left at its end, once another one follows
 * that has something.
 *
 * <p>After a start the place is found again by what was in the file, not by its name or inode
 * alone; what the log has from there on is left out.
 */
@NullMarked
package dev.tailrace.source.tail;

import org.jspecify.annotations.NullMarked;
