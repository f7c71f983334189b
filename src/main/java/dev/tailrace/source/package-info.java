/**
 * Where bytes come from. A source is a {@code Multi} of {@link dev.tailrace.source.SourceItem}s
 * with one subscriber; it reads on the thread of its {@link dev.tailrace.source.IngestLoop}, and
 * only on demand.
 *
 * <pre>
 *   FIFO, pipe, pidfd, ...                                   (the kernel)
 *        | ready
 *        v
 *   IngestLoop         one of the IngestLoops: a few threads, each for many sources, which waits
 *        |             for the descriptors of its own in epoll_wait, one-shot: a Watch each
 *        | PipeReader: up to 16 reads of 64 KiB into the loop's buffer, then arm again;
 *        |   by way of a Spool, a file that outlives the gateway, if the stream has one
 *        v  emit                        ^ wanted: there is demand again
 *   SourceItems        Multi&lt;SourceItem&gt;: chunks, commits, checkpoints, events, ends;
 *        |             without the bytes that the log has
 *        | onItem                       ^ request
 *        v                              |
 *   the one subscriber: framing and the log
 * </pre>
 *
 * <p>A subscriber that requests nothing holds the producer: nothing is read, and the pipe fills up.
 * Nobody asks it again by time. What a source needs to know of its stream before its first byte is
 * its {@link dev.tailrace.source.Opening}.
 *
 * <p>A source's state belongs to its loop's thread; {@code open} and {@code stop} may be called
 * from any other and hand over by a task. What fails on the loop ends that source alone, with
 * {@link dev.tailrace.model.SourceEvent.Failed} ({@link dev.tailrace.source.SourceTasks}).
 *
 * <p>A byte that was read is in a {@link dev.tailrace.source.Spool} until it is in a segment; what
 * is left of one by a gateway that was killed is a {@link dev.tailrace.source.LeftSpool}.
 *
 * <p>What can be read again needs none: such a source says by {@link
 * dev.tailrace.source.SourceItem.Checkpoint} where it is, and is told at its start how many bytes
 * the log has after that ({@link dev.tailrace.source.Resumed}). It goes there and brings all;
 * {@link dev.tailrace.source.SourceItems} leaves those out. Sources that come and go are found by a
 * {@link dev.tailrace.source.Discovery}.
 *
 * <p>What becomes of files and of names in folders is told by a {@link
 * dev.tailrace.source.FileWatch}, by inotify(7).
 *
 * <p>{@link dev.tailrace.source.PipeWriter} is the way back: FIFOs that sinks write, which get it
 * from the hub. So do faces their {@link dev.tailrace.source.SocketRoom}.
 *
 * <p>The kernel is spoken to by {@link dev.tailrace.source.Libc} and, beneath it, {@link
 * dev.tailrace.source.CFunction}; {@link dev.tailrace.source.FileLimit} is how many files it lets
 * be open. Only this package and {@code source.process} know libc.
 */
@NullMarked
package dev.tailrace.source;

import org.jspecify.annotations.NullMarked;
