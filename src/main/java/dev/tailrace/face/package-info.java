/**
 * From cursor to wire: HTTP calls are understood here, and their statuses chosen.
 *
 * <pre>
 *   GET /streams, /streams/NAME  --> StreamsResource --> StreamView
 *         as events: hub --which has changed--> StreamListWriter --StreamView--> socket
 *   GET, POST, DELETE .../runs   --> RunsResource --> hub: Commands
 *   GET /streams/NAME/log        --> LogResource  --.
 *   GET /log                     --> LogsResource --+--> LogService
 *         LogParameters --checked--> LogQuery      StreamParameters --> which streams
 *              `--on the PatternThread, if there is a pattern to be compiled
 *         Admission ----Permit----> LogCall: owns the call, and gives back all that it takes
 *             |                        `--> hub: Reading (a cursor for each stream, merged)
 *             `---------Refused---> 503, or what the format's clients come back after
 *         Accept        ----------> WireFormat --> Wire (text, ndjson, sse: a sub-package each)
 *         Merge --Part--> ResponseWriter --Wire's bytes--> ResponseOut --> socket, as it takes them
 *                                                          |-GzipBody: history, if wanted
 *                                                          `-Unsent: how much at a time
 *                                                          ConnectionRoom: is any taken?
 *   every connection --> ConnectionGuard: is there room for it, by the ConnectionBounds?
 *                        Connections --> DeadPeers: is the client there?  PipelinedRequests: one at a
 *                        time  SendQueues: how much the kernel takes  ClientFaults: what is no news
 *                        BrokenRequests: 400 for what cannot be read, FirstHeads: the first time, too
 *                        Loiterers: is it of any use?  by what ConnectionUse knows of it
 *   every request    --> auth: who is that?  Clients: which streams are there for it (ClientStreams)?
 *                        BrowserHeaders: what may be done with its answer
 *                        RequestTargets: can it be read?  RequestHosts: is it for us?  PageOrigin: is
 *                        it of no other site, or one of the CorsOrigins?  TlsRedirect
 *                        UnknownParameters: does its call take that?
 *                        FrameworkErrors, Calls: what no resource answers is a Problem, too
 *                        MetricsFormat: in which one /q/metrics is answered
 *   POST /streams/NAME/lines     --> push: lines on their way in, with readers of its own
 *   GET /ws                      --> ws: a WebSocket, with a protocol and writers of its own
 * </pre>
 *
 * What is the same for all readers is encoded once: a {@link dev.tailrace.face.Wire} asks the batch
 * for its encoding.
 *
 * <p>There is one way to say no: a {@link dev.tailrace.model.Refusal}, thrown as {@link
 * dev.tailrace.face.Refused} or come from the hub. HTTP prints it as a {@link
 * dev.tailrace.face.Problem}, whose status stands in one switch; a WebSocket as an error message or
 * a close frame. {@link dev.tailrace.face.FaceMeters} is the table of this package's meters.
 */
@NullMarked
package dev.tailrace.face;

import org.jspecify.annotations.NullMarked;
