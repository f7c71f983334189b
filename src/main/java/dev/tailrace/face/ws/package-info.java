/**
 * {@code GET /ws}: any number of subscriptions on one WebSocket (RFC 6455), sub-protocol {@code
 * tailrace.v1}, JSON text frames.
 *
 * <pre>
 *   WsHandshake --101--> WsEndpoint --> Connection                      on the connection's event loop
 *     Frames --Inbound--> ClientMessages --OpReader--> Op --> Connection --> Group (an id) --> WsSubscription (a stream)
 *               `--Refused--> ErrorMessage, or a close frame            `--Places: one for each, with a Permit
 *     WsSubscription --"I have room"--> FairTurns --request(1)--> Cursor --Delivery--> WsSubscription --> WsOut --> WsSocket
 *               ^                                                            |
 *               `------------------------ in turn, while the socket has room-'
 * </pre>
 *
 * From the client, {@code id} being of its choice:
 *
 * <pre>
 *   {"op":"subscribe","id":"a","stream":"web"}   or "select":"{app=\"shop\"}"; follow, from, tail, since,
 *                                                until, limit, origin, grep, invert, overflow as in
 *                                                the query of GET /streams/NAME/log; "credit":N
 *   {"op":"credit","id":"a","lines":N}           N lines more
 *   {"op":"pause","id":"a"}   resume   unsubscribe
 *   {"op":"auth","token":"trl_..."}              the same access, for longer
 *   {"op":"ping"}                                for browsers, which cannot send ping frames
 * </pre>
 *
 * From the gateway:
 *
 * <pre>
 *   {"op":"hello","id":"a","stream":"web","epoch","first","next","heartbeat","resumed"}
 *   {"op":"lines","id":"a","stream":"web","lines":[{"seq","time","origin","line"},...],"position"}
 *   {"op":"state","id":"a","stream":"web","position","seq","time","state",...}
 *   {"op":"gap",  "id":"a","stream":"web","position","from","to","lines","reason"}
 *   {"op":"end",  "id":"a","stream":"web","reason"}      without "stream": all of a selection
 *   {"op":"error","id":"a","reason","detail",...}        the connection stays
 *   {"op":"auth-expiring","expires"}             a minute before the connection is closed with 4401
 *   {"op":"authenticated","expires"}
 *   {"op":"pong"}
 * </pre>
 *
 * The objects are those of the other JSON formats ({@link dev.tailrace.face.JsonRecord}). Of a
 * {@code lines} message everything from the bracket on is made once for all subscriptions ({@code
 * LinesEncoder}); only its head is a subscription's own. The handshake and the life of a WebSocket
 * are those of Quarkus' {@code websockets-next}; its frames go up and down the Netty channel, which
 * {@code Frames} gets from Vert.x' internal {@code ConnectionBase} during the handshake.
 *
 * <p>A subscription that has no room, no credit, or is paused, is a cursor that is not asked. What
 * such a subscription is handed nevertheless, it puts back.
 */
@NullMarked
package dev.tailrace.face.ws;

import org.jspecify.annotations.NullMarked;
