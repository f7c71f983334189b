/**
 * Files that something else writes and rotates, as a source.
 *
 * <pre>
 *   names --inotify, polled--> FileWatch --names have changed--> Tailing (one stream, on its loop)
 *                                  `------a quiet file grows------^   |  turns, places
 *                                                                     v
 *   Series: files by age --> FileSearch: lists them, opens some, comes back if names move
 *     RotatedFile                |  NewFiles      what is newer than all that SeenFiles knows
 *     ContainerFiles             |  CopyTruncate  what a file had before it was cut off
 *     NumberedFiles              |  Beginning     the file that a FollowerPlace says, by FileMarks
 *     Strangers beside them      |  RotationCheck what a file that TailDiscovery found is
 *                                v
 *                        RotationQueue --the current OpenFile--> Follower (one series of files)
 *                                                                     |  Window
 *                                                                     v
 *                                                    LineReader: raw, CRI, Docker's JSON
 *                                                                     |  content, time, origin
 *                                                                     v
 *                                                                 Handover --> SourceItems
 * </pre>
 *
 * <p>A file that is read is held open, and so are those that follow it: what becomes of their names
 * does not matter. A file is left at its end, once another one follows that has something. Which
 * files are new is asked by looking at all: those after the newest that is known.
 *
 * <p>Names tell the order at first. After that content tells which file is which: a file with any
 * name in the same folder that has what was read is a rotation, and no log of its own.
 *
 * <p>After a start the place is found again by what was in the file, not by its name or inode
 * alone; what the log has from there on is left out.
 */
@NullMarked
package dev.tailrace.source.tail;

import org.jspecify.annotations.NullMarked;
