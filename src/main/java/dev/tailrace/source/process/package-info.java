/**
 * A command as a source: the gateway starts it and reads what it writes.
 *
 * <pre>
 *   ProcessSource: again and again, as Restart and Backoff have it
 *        |                                            PipeReader \
 *        v          stdout, stderr: FIFOs, O_RDWR     PipeReader  --> ProcessRun --> SourceItems
 *   Execution  ----------------------------------------->        /
 *     OwnExecution: Spawn's child (Child)  --pidfd: has exited--'
 *     PtyExecution: the same in a Pty, which is both outputs
 *     HeldExecution: a shell's child       --bell---------------'
 * </pre>
 *
 * <p>The command has both FIFOs open for reading too, so that it holds a read end of its own: when
 * the gateway dies, it gets no SIGPIPE, and goes on until they are full. The gateway opens them for
 * reading only, and so sees their end when the last that holds them has gone.
 *
 * <pre>
 *   Started, bytes ... --(exited; both FIFOs ended, or drainAfterExit is over)--> end, end,
 *                                                         (Lost: left open), Exited
 * </pre>
 *
 * <p>One that outlives gateways is held by a shell (holder.sh), which keeps what is in the FIFOs,
 * and writes a {@link dev.tailrace.source.process.Journal}, from which the next gateway learns what
 * has happened:
 *
 * <pre>
 *   gateway --posix_spawn--> /bin/sh --> the command
 *                             | held, running, exited --> journal, bell
 *                             | until all is read: release
 * </pre>
 *
 * <p>The shell is of the command's user, who may be another than the gateway's and can write into
 * that journal. So each process that it names is asked of the kernel: {@link
 * dev.tailrace.source.process.HeldProcesses}.
 */
@NullMarked
package dev.tailrace.source.process;

import org.jspecify.annotations.NullMarked;
