/**
 * Lines that come by request: {@code POST /streams/NAME/lines}.
 *
 * <pre>
 *   head --PushHead: type, coding, key, labels--> Refused: 400, 403, 404, 409, 415, 503
 *     |  --InFlight: one request more--> Refused: 429
 *   body --BodyReader: as it comes, bounded in bytes and time--> Refused: 408, 413, 429
 *     |  --ContentCoding: gzip, zstd--> Refused: 400, 413
 *   lines --TextLines, NdjsonLines: all of them, or what is wrong with which--> Refused: 400
 *     |
 *   hub.Pushes --PushOutcome--> 200 once they are written; Refused: 409, 422, 503
 * </pre>
 *
 * <p>Nothing of a request is stored before all of it has come and is understood. What takes time is
 * done on worker threads: a large body, a compressed one, a stream that is new.
 */
@NullMarked
package dev.tailrace.face.push;

import org.jspecify.annotations.NullMarked;
