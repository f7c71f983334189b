/**
 * Standard input as a source.
 *
 * <pre>
 *   terminal, pipe, socket --(epoll: one read each time it is ready)----\
 *                                                                        StdinSource --> SourceItems
 *   file, /dev/null --(always ready: one read, then the others' turn)---/
 * </pre>
 *
 * <p>The descriptor is inherited and shared with other processes, which would see its flags change:
 * it is never made non-blocking, and never closed.
 */
@NullMarked
package dev.tailrace.source.stdin;

import org.jspecify.annotations.NullMarked;
