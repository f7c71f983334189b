/**
 * A FIFO in the file system as a source.
 *
 * <pre>
 *   writers come and go --> FIFO --> FifoSource (holds it O_RDWR: no end in between) --> SourceItems
 * </pre>
 */
@NullMarked
package dev.tailrace.source.fifo;

import org.jspecify.annotations.NullMarked;
