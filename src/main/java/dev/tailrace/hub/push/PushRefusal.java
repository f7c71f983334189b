package dev.tailrace.hub.push;

/** Why a stream takes no pushed lines. */
public enum PushRefusal {
    /** There is no such stream, and a request may not make one. */
    UNKNOWN_STREAM,
    /** The stream is history alone, and a request may not go on with it. */
    NOT_ALLOWED,
    /** Its lines come from somewhere else. */
    OTHER_SOURCE,
    /** It would be one stream more than requests may make. */
    MAX_STREAMS,
    /** The gateway stops. */
    DRAIN,
    /** The disk takes nothing now. */
    DISK
}
