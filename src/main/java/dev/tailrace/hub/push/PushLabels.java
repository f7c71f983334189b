package dev.tailrace.hub.push;

import dev.tailrace.model.Labels;
import dev.tailrace.model.Refusal;
import dev.tailrace.model.Refusal.Facts;
import dev.tailrace.model.Refusal.Reason;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Which labels a request may give the stream that it makes: few and short ones, and none by which
 * people know where lines come from. Those are told by the configuration, the container engine, the
 * kubelet and the paths of files. Any thread.
 */
final class PushLabels {
    /** As many as Loki takes of a stream by default (max_label_names_per_series). */
    private static final int MOST = 15;

    /** Each is in every list of streams. */
    private static final int LONGEST_NAME = 64;

    private static final int LONGEST_VALUE = 256;

    /** What sources and the gateway's pod have. */
    private static final Set<String> RESERVED =
            Set.of(
                    "namespace",
                    "pod",
                    "uid",
                    "node",
                    "container",
                    "container_id",
                    "image",
                    "alloc",
                    "task",
                    "path");

    /** Labels that Docker's Compose and Kubernetes set, as streams have them; Prometheus' own. */
    private static final Pattern RESERVED_TOO =
            Pattern.compile("com_docker_.*|.*kubernetes_io_.*|.*k8s_io_.*|__.*");

    /** Text that one line of a terminal can show. */
    private static final Pattern VALUE =
            Pattern.compile("[^\\p{Cc}\\p{Cs}\\u2028\\u2029]{0," + LONGEST_VALUE + "}");

    private static final String ACCEPTED =
            "at most %s labels NAME=VALUE, names of at most %s characters, values of at most %s without control characters"
                    .formatted(MOST, LONGEST_NAME, LONGEST_VALUE);

    private static final String NOT_RESERVED =
            "none of namespace, pod, uid, node, container, container_id, image, alloc, task and path,"
                    + " nor one of Docker's, Kubernetes' or Prometheus' own";

    private PushLabels() {}

    /** Why a stream cannot be made with these. */
    static Optional<Refusal> refusal(Labels labels) {
        if (labels.values().size() > MOST) {
            return Optional.of(
                    refused("There are " + labels.values().size() + " labels", ACCEPTED));
        }
        return labels.values().entrySet().stream()
                .flatMap(label -> objection(label).stream())
                .findFirst();
    }

    private static Optional<Refusal> objection(Map.Entry<String, String> label) {
        String name = label.getKey();
        if (name.length() > LONGEST_NAME) {
            return Optional.of(
                    refused("A label's name has " + name.length() + " characters", ACCEPTED));
        }
        if (RESERVED.contains(name) || RESERVED_TOO.matcher(name).matches()) {
            return Optional.of(
                    refused("The label '" + name + "' is not set by requests", NOT_RESERVED));
        }
        return VALUE.matcher(label.getValue()).matches()
                ? Optional.empty()
                : Optional.of(
                        refused(
                                "The label '" + name + "' has a value that is too long or no text",
                                ACCEPTED));
    }

    private static Refusal refused(String what, String accepted) {
        return new Refusal(
                Reason.BAD_PARAMETER,
                what + "; accepted is " + accepted + ".",
                Facts.ofParameter("label", null, accepted));
    }
}
