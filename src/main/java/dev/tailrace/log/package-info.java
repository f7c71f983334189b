/**
 * A stream's records, kept: the newest in memory, all of them in files that a person can read.
 *
 * <pre>
 *                        LogWriter (on its stream's ingest loop)
 *   append --> Block ----- commit ----> Segment 000...0.log, 000...184220.log, ...   (CRI lines)
 *                |                         |  \ .idx (sparse: seq, time, offset)
 *                | publish                 |
 *                v                         v
 *              RecentRecords  <-- any thread --  SegmentReader
 *                 \                       /
 *                  `----->  Batch  <-----'      a run of records, whichever way it came
 * </pre>
 *
 * A record is written to its segment before it is published, so what a cursor has seen is in a
 * file. Readers take no lock that the writer knows of. Files and clock are passed in: {@link
 * dev.tailrace.log.Folder} and {@link java.time.InstantSource}.
 */
@NullMarked
package dev.tailrace.log;

import org.jspecify.annotations.NullMarked;
