/**
 * Start, drain, stop.
 *
 * <pre>
 *   Main --logs and the like--> terminal, which reads from a gateway
 *   Main --command line--> cli --Launch--> Gateway: the hub and what the command asks for
 *
 *   bytes -> source -> framing -> log -> cursor -> face (text, NDJSON, events, WebSocket)
 *                                               -> sink (FIFOs, the gateway's own output)
 *            hub: ties one stream's source, framing and log together, opens cursors
 * </pre>
 */
@NullMarked
package dev.tailrace;

import org.jspecify.annotations.NullMarked;
