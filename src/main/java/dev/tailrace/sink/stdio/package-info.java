/**
 * A stream's bytes on the gateway's own standard output and error, so that a terminal and {@code
 * kubectl logs} see what they would see without it.
 *
 * <pre>
 *   Cursor --Delivery--> StdioSink --stdout--> descriptor 1
 *                                 `--stderr--> descriptor 2
 * </pre>
 */
@NullMarked
package dev.tailrace.sink.stdio;

import org.jspecify.annotations.NullMarked;
