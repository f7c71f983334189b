/**
 * Calls that look through all of a stream for their client: {@code GET /streams/NAME/search} and
 * {@code GET /streams/NAME/histogram}.
 *
 * <pre>
 *   SearchResource, HistogramResource --> Searches: is there a place? --no--> Refused: 503
 *        |--EventWriter--while the socket has room: a step--> search threads: Work
 *        |      ^                                                  |
 *        |      `------ on the event loop: what it has to say ----'
 *        `--WholeAnswer: all steps, one object
 * </pre>
 *
 * A client that is slow has no step done, and holds no thread; one that is gone has the step that
 * is under way end at its next record.
 */
@NullMarked
package dev.tailrace.face.search;

import org.jspecify.annotations.NullMarked;
