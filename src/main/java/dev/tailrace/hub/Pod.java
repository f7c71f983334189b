package dev.tailrace.hub;

import dev.tailrace.model.Labels;
import dev.tailrace.model.Reasons;
import dev.tailrace.model.StreamName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The pod that the gateway is in, as Kubernetes' downward API tells it: by environment variables
 * under the names that its documentation and most sidecars use, and by a file of the pod's labels.
 * Immutable.
 *
 * <pre>
 *   POD_NAMESPACE   --> namespace      NODE_NAME       --> node
 *   POD_NAME        --> pod            CONTAINER_NAME  --> container
 *   POD_UID         --> uid            /etc/podinfo/labels, app="shop" --> app
 * </pre>
 */
public final class Pod {
    static final Pod NONE = new Pod(Map.of(), Map.of());

    private static final System.Logger LOG = System.getLogger(Pod.class.getName());

    /** The kubelet gives it to every container, whatever its pod asks for. */
    private static final String MARKER = "KUBERNETES_SERVICE_HOST";

    private static final Map<String, String> LABELS =
            Map.of(
                    "POD_NAMESPACE", "namespace",
                    "POD_NAME", "pod",
                    "POD_UID", "uid",
                    "NODE_NAME", "node",
                    "CONTAINER_NAME", "container");

    /** A line of the downward API's file: the value as Go quotes it. */
    private static final Pattern FILE_LINE = Pattern.compile("([^=]+)=\"(.*)\"");

    private static final int LONGEST_NAME = 128;

    private final Map<String, String> own;
    private final Map<String, String> ofPod;

    private Pod(Map<String, String> own, Map<String, String> ofPod) {
        this.own = own;
        this.ofPod = ofPod;
    }

    /**
     * The pod that {@code environment} is of, or none outside Kubernetes.
     *
     * @param podLabels where the file of the pod's labels is, if it has been mounted
     */
    static Pod of(Map<String, String> environment, Path podLabels) {
        if (!environment.containsKey(MARKER)) {
            return NONE;
        }
        Map<String, String> own = new TreeMap<>();
        LABELS.forEach((variable, label) -> {
            String value = environment.getOrDefault(variable, "");
            if (!value.isEmpty()) {
                own.put(label, value);
            }
        });
        return new Pod(own, inFile(podLabels));
    }

    private static Map<String, String> inFile(Path file) {
        if (!Files.isRegularFile(file)) {
            return Map.of();
        }
        try {
            return labels(Files.readAllLines(file));
        } catch (IOException e) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "The pod''s labels are not known: {0}",
                    Reasons.of(e));
            return Map.of();
        }
    }

    private static Map<String, String> labels(List<String> lines) {
        Map<String, String> labels = new TreeMap<>();
        for (String line : lines) {
            Matcher label = FILE_LINE.matcher(line);
            if (!label.matches()) {
                LOG.log(System.Logger.Level.WARNING, "Not a label of a pod: {0}", line);
            } else if (labels.putIfAbsent(labelName(label.group(1)), unquoted(label.group(2)))
                    != null) {
                LOG.log(
                        System.Logger.Level.WARNING,
                        "The pod''s label {0} is left out: another has the same name without the"
                                + " characters that no label of a stream has.",
                        label.group(1));
            }
        }
        return labels;
    }

    /** {@code app.kubernetes.io/name} as Prometheus has it: {@code app_kubernetes_io_name}. */
    private static String labelName(String ofPod) {
        String name = ofPod.replaceAll("[^a-zA-Z0-9_]", "_");
        return Character.isDigit(name.charAt(0)) ? "_" + name : name;
    }

    private static String unquoted(String value) {
        return value.replaceAll("\\\\(.)", "$1");
    }

    /**
     * The labels of a stream of this pod's.
     *
     * @param explicit those that the user gives it, which win; all of them are trusted
     */
    public Labels label(Labels explicit) {
        Map<String, String> all = new TreeMap<>(ofPod);
        all.putAll(own);
        all.putAll(explicit.values());
        return new Labels(all, true);
    }

    /** What a stream is called that is given no name: the pod, and the container if it is known. */
    public Optional<StreamName> streamName() {
        String pod = own.getOrDefault("pod", "");
        String container = own.getOrDefault("container", "");
        String name = container.isEmpty() ? pod : pod + "." + container;
        // The end of a pod's name tells it from others of its set.
        String end = name.substring(Math.max(0, name.length() - LONGEST_NAME));
        String fitting = end.replaceAll("^[^a-z0-9]+", "");
        return pod.isEmpty() || !StreamName.isValid(fitting)
                ? Optional.empty()
                : Optional.of(new StreamName(fitting));
    }
}
