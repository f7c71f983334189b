/**
 * From cursor to wire: HTTP calls are understood here, and their statuses chosen.
 *
 * <pre>
 *   GET /streams, /streams/NAME  --> StreamsResource --> StreamView
 *   GET /streams/NAME/log        --> LogResource
 *         LogParameters --checked--> LogQuery --> hub: Subscription (Cursor)
 *         Accept        ----------> WireFormat --> Wire (text, ndjson, sse: a sub-package each)
 *         Cursor --Delivery--> ResponseWriter --Wire's bytes--> socket, as fast as it takes them
 *   GET /ws                      --> ws: a WebSocket, with a protocol and writers of its own
 * </pre>
 *
 * What is the same for all readers is encoded once: a {@link dev.tailrace.face.Wire} asks the batch
 * for its encoding. Errors are {@link dev.tailrace.face.Problem}s.
 */
@NullMarked
package dev.tailrace.face;

import org.jspecify.annotations.NullMarked;
