package dev.tailrace.hub;

import dev.tailrace.hub.stream.HubException;
import dev.tailrace.hub.stream.StreamConfig;
import dev.tailrace.model.Labels;
import dev.tailrace.model.StreamName;

/** What the configuration says a stream is, beside its source. */
record ConfiguredStream(StreamName name, Labels labels) {
    /**
     * {@code tailrace.streams.<name>}.
     *
     * @throws HubException if it is no name, or a label has none
     */
    public static ConfiguredStream of(String name, StreamConfig stream, Pod pod) {
        String key = "tailrace.streams." + name;
        if (!StreamName.isValid(name)) {
            throw new HubException(key + ": a stream's name is " + StreamName.ACCEPTED + ".");
        }
        try {
            Labels labels = pod.label(new Labels(stream.labels()));
            return new ConfiguredStream(new StreamName(name), labels);
        } catch (IllegalArgumentException e) {
            throw new HubException(key + ".labels: " + e.getMessage() + ".");
        }
    }
}
