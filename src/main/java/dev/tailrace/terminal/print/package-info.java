/**
 * Records to bytes on standard output, notices to standard error.
 *
 * <pre>
 *   LogRecord --Printer--> Output --one write a batch--> standard output
 *     RawPrinter       the producer's bytes
 *     JsonPrinter      objects as on the wire; notices, too
 *     TextPrinter      stream │ line: LineText lets no escape through but colours
 *     TemplatePrinter  what somebody wants of each line
 *   Notice --Notices--> standard error
 * </pre>
 *
 * Everything here is for one thread.
 */
@NullMarked
package dev.tailrace.terminal.print;

import org.jspecify.annotations.NullMarked;
