/**
 * A stream's bytes in FIFOs that somebody else has made, one for each origin: what a Nomad task
 * driver is given by logmon, for example.
 *
 * <pre>
 *   FifoSinks   all of a gateway: those that the configuration names, and that of the command line
 *    `- FifoSink   one stream's
 *        `- FifoFeed   one origin
 *             Cursor --Delivery--> OriginBytes --Giving--> PipeWriter --> the FIFO --> its reader
 *                                  Trail: what was given lately     |
 *                                  PlaceFile: how far that is <-----'  after each write
 * </pre>
 *
 * <p>Each origin has a cursor of its own, so that a FIFO that is full holds up the other no more
 * than it does the producer. What is not taken is put back: a FIFO that nobody reads is a position
 * in the log.
 */
@NullMarked
package dev.tailrace.sink.fifo;

import org.jspecify.annotations.NullMarked;
