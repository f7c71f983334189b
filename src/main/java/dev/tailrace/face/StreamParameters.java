package dev.tailrace.face;

import dev.tailrace.hub.Hub;
import dev.tailrace.hub.readers.StreamChoice;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads which streams a reader of several wants. */
final class StreamParameters {
    private static final String ACCEPTED = "one or more of stream=NAME, or else select={...}";

    private StreamParameters() {}

    /**
     * The streams that are named, or those that the selector picks.
     *
     * @throws Problem if there are neither or both, a name of no stream, or too many streams
     */
    static StreamChoice of(Hub hub, List<String> names, @Nullable String select, int maxStreams) {
        if (names.isEmpty() && select == null) {
            throw Problem.missingParameter(ACCEPTED, "stream", "select");
        }
        if (!names.isEmpty() && select != null) {
            throw Problem.badParameter("select", select, ACCEPTED + ", not both");
        }
        StreamChoice streams =
                select == null
                        ? new StreamChoice.Named(
                                names.stream()
                                        .map(name -> StreamsResource.find(hub, name))
                                        .distinct()
                                        .toList())
                        : new StreamChoice.Selected(
                                new ParameterValue("select", select).selector());
        long count = hub.streams().all().stream().filter(streams::includes).count();
        if (count > maxStreams) {
            throw Problem.badParameter(
                    select == null ? "stream" : "select",
                    select == null ? names.size() + " names" : select,
                    "what picks at most " + maxStreams + " streams, not " + count);
        }
        return streams;
    }
}
