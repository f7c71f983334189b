package dev.tailrace.search;

import dev.tailrace.model.Gap;
import org.jspecify.annotations.Nullable;

/** What a search has to say. The ranges of all of them cover what was to be searched, once each. */
public sealed interface SearchEvent {
    /**
     * The records from {@code from} to {@code to}, both included, have been searched.
     *
     * @param matches the seqs of those that match, in their order
     * @param scanned how many bytes were looked through
     */
    @SuppressWarnings("ArrayRecordComponent") // handed on to be written
    record Range(long from, long to, long[] matches, long scanned) implements SearchEvent {}

    /** Records cannot be searched. */
    record Missing(Gap gap) implements SearchEvent {}

    /**
     * The search is over.
     *
     * @param capped whether it is over because there are as many matches as were asked for
     * @param desc before which record to go on backwards; null if there is nothing left
     * @param asc with which record to go on forwards; null if there is nothing left
     */
    record Done(boolean capped, @Nullable Long desc, @Nullable Long asc, long matches, long scanned)
            implements SearchEvent {}
}
