/**
 * A command as a source: the gateway starts it and reads what it writes.
 *
 * <pre>
 *   Spawn: posix_spawnp, own session
 *        |
 *        v           stdout: FIFO, O_RDWR          PipeReader \
 *   the command  --------------------------------> PipeReader  --> ProcessRun --> ChunkSink
 *   (Child)          stderr: FIFO, O_RDWR                     /
 *        \_____ pidfd: has exited ___________________________/
 * </pre>
 *
 * <p>The command opens both FIFOs for reading too, so that it holds a read end of its own: when the
 * gateway dies, it gets no SIGPIPE, and goes on until they are full. The gateway opens them for
 * reading only, and so sees their end when the last that holds them has gone.
 *
 * <pre>
 *   Started, bytes ... --(exited; both FIFOs ended, or drainAfterExit is over)--> end, end, Exited
 * </pre>
 */
@NullMarked
package dev.tailrace.source.process;

import org.jspecify.annotations.NullMarked;
