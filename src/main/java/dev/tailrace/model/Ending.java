package dev.tailrace.model;

/** Why a subscription is over; the text is the same on the wire, in the log and in metrics. */
public enum Ending {
    /** The stream has ended and the reader has all of it. */
    ENDED("ended"),
    /** The reader asked for what there was, and has it. */
    COMPLETE("complete"),
    /** The run that the reader asked for is over, and the reader has all of it. */
    RUN("run"),
    /** The reader has as many lines as it asked for. */
    LIMIT("limit"),
    /** The reader has come to the time it asked for. */
    UNTIL("until"),
    /** The reader fell behind and had asked to be closed then. */
    OVERFLOW("overflow"),
    /** Somebody has removed the stream's folder, and with it what the reader would have had. */
    REMOVED("removed"),
    /** What the reader may has ended: its token was revoked, or has expired. */
    AUTH("auth"),
    /** The gateway is stopping. */
    DRAIN("drain"),
    /** The reader went away. */
    GONE("gone"),
    /** The gateway could not go on; its own log says why. */
    ERROR("error");

    private final String text;

    Ending(String text) {
        this.text = text;
    }

    /** As on the wire, in the log and in metrics. */
    public String text() {
        return text;
    }
}
