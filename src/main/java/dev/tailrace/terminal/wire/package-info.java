/**
 * What a gateway sends of logs, taken apart where it lies.
 *
 * <pre>
 *   server-sent events --EventBody--> pieces --EventReader--> Event --RecordReader--> LogRecord
 *   NDJSON             --EventBody--> pieces --JsonLines----> line  --RecordReader--> LogRecord
 * </pre>
 *
 * An event is taken as a whole or not at all, wherever the connection is cut: so its id is always a
 * place from which nothing is missing and nothing comes twice. No line becomes a String.
 */
@NullMarked
package dev.tailrace.terminal.wire;

import org.jspecify.annotations.NullMarked;
