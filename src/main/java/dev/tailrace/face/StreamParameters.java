package dev.tailrace.face;

import dev.tailrace.access.Right;
import dev.tailrace.hub.readers.StreamChoice;
import dev.tailrace.hub.stream.ClientStreams;
import dev.tailrace.hub.stream.LogStream;
import dev.tailrace.model.StreamName;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads which streams a client wants. */
public final class StreamParameters {
    private static final String ACCEPTED = "one or more of stream=NAME, or else select={...}";

    private StreamParameters() {}

    /**
     * The stream of that name.
     *
     * @throws Refused if there is none
     */
    public static LogStream find(ClientStreams streams, String name) {
        return find(streams, Right.READ, name).orElseThrow(() -> Refused.unknownStream(name));
    }

    /** The stream of that name, if there is one that the client has that right over. */
    static Optional<LogStream> find(ClientStreams streams, Right right, String name) {
        return Optional.of(name)
                .filter(StreamName::isValid)
                .map(StreamName::new)
                .flatMap(valid -> streams.find(right, valid));
    }

    /**
     * The streams that are named, or those that the selector picks.
     *
     * @throws Refused if there are neither or both, a name of no stream, or too many streams
     */
    static StreamChoice of(
            ClientStreams all, List<String> names, @Nullable String select, int maxStreams) {
        if (names.isEmpty() && select == null) {
            throw Refused.missingParameter(ACCEPTED, "stream", "select");
        }
        if (!names.isEmpty() && select != null) {
            throw Refused.badParameter("select", select, ACCEPTED + ", not both");
        }
        StreamChoice streams =
                select == null
                        ? new StreamChoice.Named(
                                names.stream().map(name -> find(all, name)).distinct().toList())
                        : new StreamChoice.Selected(
                                new ParameterValue("select", select).selector());
        long count = all.all().stream().filter(streams::includes).count();
        if (count > maxStreams) {
            throw Refused.badParameter(
                    select == null ? "stream" : "select",
                    select == null ? names.size() + " names" : select,
                    "what picks at most " + maxStreams + " streams, not " + count);
        }
        return streams;
    }
}
