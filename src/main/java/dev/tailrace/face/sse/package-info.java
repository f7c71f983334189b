/**
 * {@code text/event-stream}: server-sent events (WHATWG HTML, 9.2).
 *
 * <pre>
 *   opening      --> : tailrace, retry:, event: hello
 *   record       --> id: EPOCH-SEQ, data: {...}          several in one event with batch=true
 *   own record   --> event: state, id:, data: {...}
 *   gap          --> event: gap, id: of its last record, data: {...}
 *   quiet        --> : and id: where the position has moved on unseen
 *   ending       --> event: end, data: {"reason":"..."}
 * </pre>
 *
 * Data is always JSON on one line, so no log line can forge an event. Events are whole or not
 * there.
 */
@NullMarked
package dev.tailrace.face.sse;

import org.jspecify.annotations.NullMarked;
