/**
 * Looks through all that a stream keeps, for those who do not want to read it.
 *
 * <pre>
 *   Search --Sweep, backwards, then forwards--> PieceReader --Piece--> what may match --RecordFilter--> matches
 *     |                                            |- memory: the newest records
 *     |                                            |- UncutReader --Sieve: memmem--> a few of thousands
 *     |                                            `- SegmentReader, LogSearch: what is damaged or gone
 *     `--step: for a while, on one of the SearchThreads--> SearchEvent: exact ranges, gaps, the end
 * </pre>
 *
 * A record matches by the same {@link dev.tailrace.cursor.RecordFilter} as everywhere. What stands
 * in all that its pattern is found in, libc looks for first, a gigabyte in a second: the pattern is
 * asked about the few records that have it. A search holds nothing between its steps.
 */
@NullMarked
package dev.tailrace.search;

import org.jspecify.annotations.NullMarked;
