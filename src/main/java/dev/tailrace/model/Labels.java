package dev.tailrace.model;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * A stream's labels, sorted by name; names are Prometheus label names.
 *
 * @param trusted whether they come from somebody who decides about access: from the configuration,
 *     a container engine, the kubelet. Not those that a client pushes, or that the name of
 *     somebody's folder says
 */
public record Labels(Map<String, String> values, boolean trusted) {
    public static final Labels NONE = new Labels(Map.of());

    private static final String ACCEPTED = "a letter or '_' first, then letters, digits and '_'";

    private static final Pattern NAME = Pattern.compile("[a-zA-Z_][a-zA-Z0-9_]*");

    /**
     * @throws IllegalArgumentException if a name is no Prometheus label name
     */
    public Labels {
        for (String name : values.keySet()) {
            if (!NAME.matcher(name).matches()) {
                throw new IllegalArgumentException(
                        "label name '%s' is not accepted: %s".formatted(name, ACCEPTED));
            }
        }
        values = Collections.unmodifiableMap(new TreeMap<>(values));
    }

    /** Of somebody, and so not trusted. */
    public Labels(Map<String, String> values) {
        this(values, false);
    }

    /** The same, whoever they come from: they decide about nothing any more. */
    public Labels untrusted() {
        return trusted ? new Labels(values) : this;
    }
}
