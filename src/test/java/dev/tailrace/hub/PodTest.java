package dev.tailrace.hub;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tailrace.model.Labels;
import dev.tailrace.model.StreamName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PodTest {
    private static final Map<String, String> IN_KUBERNETES =
            Map.of("KUBERNETES_SERVICE_HOST", "10.96.0.1");

    @TempDir Path folder;

    private Pod pod(String... variablesAndValues) {
        Map<String, String> environment = new HashMap<>(IN_KUBERNETES);
        for (int i = 0; i < variablesAndValues.length; i += 2) {
            environment.put(variablesAndValues[i], variablesAndValues[i + 1]);
        }
        return Pod.of(environment, folder.resolve("labels"));
    }

    private Pod labelled(String file) throws IOException {
        Files.writeString(folder.resolve("labels"), file);
        return pod();
    }

    private static Map<String, String> labels(Pod pod) {
        return pod.label(Labels.NONE).values();
    }

    @Test
    void whatTheDownwardApiTellsAreLabels() {
        assertThat(
                        labels(
                                pod(
                                        "POD_NAMESPACE", "shop",
                                        "POD_NAME", "web-7f9c-x2x4z",
                                        "POD_UID", "6c9a",
                                        "NODE_NAME", "node-3",
                                        "CONTAINER_NAME", "app")))
                .isEqualTo(
                        Map.of(
                                "namespace", "shop",
                                "pod", "web-7f9c-x2x4z",
                                "uid", "6c9a",
                                "node", "node-3",
                                "container", "app"));
    }

    @Test
    void whatIsNotToldOrEmptyIsNoLabel() {
        assertThat(labels(pod("POD_NAME", "web", "NODE_NAME", ""))).isEqualTo(Map.of("pod", "web"));
    }

    @Test
    void outsideKubernetesTheSameNamesSayNothing() {
        Pod pod = Pod.of(Map.of("POD_NAME", "web"), folder.resolve("labels"));
        assertThat(labels(pod)).isEmpty();
        assertThat(pod.streamName()).isEmpty();
    }

    @Test
    void thePodsLabelsHaveNamesThatStreamsLabelsCanHave() throws IOException {
        assertThat(
                        labels(
                                labelled(
                                        """
                                        app.kubernetes.io/name="shop"
                                        tier="front"
                                        2nd-try="yes"
                                        """)))
                .isEqualTo(
                        Map.of(
                                "app_kubernetes_io_name", "shop",
                                "tier", "front",
                                "_2nd_try", "yes"));
    }

    @Test
    void valuesAreUnquoted() throws IOException {
        assertThat(labels(labelled("note=\"a \\\"b\\\" \\\\ c=\\\"d\\\"\"\n")))
                .isEqualTo(Map.of("note", "a \"b\" \\ c=\"d\""));
    }

    @Test
    void ofTwoLabelsWithOneNameTheFirstStays() throws IOException {
        assertThat(labels(labelled("a.b=\"1\"\na/b=\"2\"\n"))).isEqualTo(Map.of("a_b", "1"));
    }

    @Test
    void whatIsNoLabelIsPassedOver() throws IOException {
        assertThat(labels(labelled("?\na=\"1\"\n"))).isEqualTo(Map.of("a", "1"));
    }

    @Test
    void theUsersLabelsWinOverThePodsAndThatOverItsLabels() throws IOException {
        Files.writeString(folder.resolve("labels"), "pod=\"of the file\"\napp=\"of the file\"\n");
        Pod pod = pod("POD_NAME", "web", "NODE_NAME", "node-3");
        assertThat(pod.label(new Labels(Map.of("node", "mine", "app", "mine"))).values())
                .isEqualTo(Map.of("pod", "web", "node", "mine", "app", "mine"));
    }

    @Test
    void aStreamWithoutANameIsCalledByThePodAndTheContainer() {
        assertThat(pod("POD_NAME", "web-7f9c").streamName()).contains(new StreamName("web-7f9c"));
        assertThat(pod("POD_NAME", "web-7f9c", "CONTAINER_NAME", "app").streamName())
                .contains(new StreamName("web-7f9c.app"));
        assertThat(pod("CONTAINER_NAME", "app").streamName()).isEmpty();
    }

    @Test
    void ofAVeryLongNameTheEndCounts() {
        String longest = "a-" + "b".repeat(251);
        assertThat(pod("POD_NAME", longest).streamName()).contains(new StreamName("b".repeat(128)));
        assertThat(pod("POD_NAME", "b".repeat(100) + "-" + "c".repeat(127)).streamName())
                .contains(new StreamName("c".repeat(127)));
    }

    @Test
    void configuredStreamsAreLabelledByThePod() {
        HubConfig config =
                HubFixture.config(folder.resolve("data"), "tailrace.streams.s.labels.app", "shop");
        Map<String, String> environment = new HashMap<>(IN_KUBERNETES);
        environment.put("POD_NAME", "web");
        try (Hub hub = Hub.open(config, environment)) {
            assertThat(hub.streams().find(new StreamName("s")).orElseThrow().labels().values())
                    .isEqualTo(Map.of("app", "shop", "pod", "web"));
        }
    }

    @Test
    void nobodyIsLabelledWhereThatIsSwitchedOff() {
        HubConfig config =
                HubFixture.config(
                        folder.resolve("data"),
                        "tailrace.streams.s.labels.app",
                        "shop",
                        "tailrace.kubernetes.enabled",
                        "false");
        Map<String, String> environment = new HashMap<>(IN_KUBERNETES);
        environment.put("POD_NAME", "web");
        try (Hub hub = Hub.open(config, environment)) {
            assertThat(hub.streams().find(new StreamName("s")).orElseThrow().labels().values())
                    .isEqualTo(Map.of("app", "shop"));
            assertThat(hub.pod().streamName()).isEmpty();
        }
    }
}
