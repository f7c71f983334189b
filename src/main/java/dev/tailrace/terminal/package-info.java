/**
 * The commands that read from a gateway in a terminal. They load nothing of Quarkus: the first line
 * is there in less time than that takes to start.
 *
 * <pre>
 *   argv --TerminalProgram--> logs --LogsCommand--> gateway --HTTP--> wire --> print --> stdout
 *        |                                                              notices     --> stderr
 *        |-----------> ls, stat, rm --streams--> gateway --HTTP--> a Table --> stdout
 *        `-----------> __complete --CompleteCommand--> names of streams, for a shell's Tab
 * </pre>
 */
@NullMarked
package dev.tailrace.terminal;

import org.jspecify.annotations.NullMarked;
