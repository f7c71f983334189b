package dev.tailrace.log;

/** What failures have left open: as far as they go, the model asks for less. */
final class ModelDoubts {
    /** Whether what was published may be noted nowhere: the disk refused to write in place too. */
    boolean unnoted;

    /** Whether the files have more than is served, or less, until the next opening. */
    boolean unsettled;

    /** Whether a file may be left that is no segment's any more, until the next opening. */
    boolean orphaned;

    /** Whether a sync failed, so that what is not durable has to be written again. */
    boolean rewriteIsDue;

    /** Whether memory has given back to the files what counted as lost. */
    boolean rewritten;

    /**
     * Whether nothing is promised any more, and a life ends: writing again was not finished, or
     * nobody could note that it was due.
     */
    boolean unpromised;

    /** Whether the disk may have dropped what the next process takes for durable. */
    boolean dropped;

    /** Whether it may have when the log was opened: nobody can write that again. */
    boolean foundDropped;

    /** Whether a line of the files may be damaged. */
    boolean damaged;

    /** Whether the log's start may have moved, and the files of before are still there. */
    boolean retaining;

    /** Another process has opened the log. */
    void settled() {
        unnoted = false;
        retaining = false;
        unsettled = false;
        orphaned = false;
        rewriteIsDue = false;
        rewritten = false;
        foundDropped = dropped;
    }

    /** The power was lost, and what is there now is all there is. */
    void nothingIsCached() {
        dropped = false;
        foundDropped = false;
        damaged = true;
    }
}
