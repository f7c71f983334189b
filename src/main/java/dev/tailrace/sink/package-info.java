/**
 * From cursor to another system. A sink holds a cursor as a face does, so it never slows a producer
 * and inherits exactness; each kind has a package of its own.
 *
 * <pre>
 *   Cursor --Delivery--> stdio: the gateway's own standard output and error
 *                    --> fifo: FIFOs that somebody else reads, with a checkpoint
 * </pre>
 */
@NullMarked
package dev.tailrace.sink;

import org.jspecify.annotations.NullMarked;
