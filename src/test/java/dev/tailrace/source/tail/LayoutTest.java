package dev.tailrace.source.tail;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tailrace.model.Origin;
import dev.tailrace.model.StreamName;
import dev.tailrace.source.tail.file.Reach;
import dev.tailrace.source.tail.file.RefusedFiles;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What paths say: names, labels, and what belongs together. */
class LayoutTest {
    private static final String UID = "0f2a1c3e-7b5d-4c1f-9a8e-1234567890ab";
    private static final String ID = "4e1f".repeat(16);
    private static final Reach REACH = new Reach(Path.of("/logs"), List.of(), new RefusedFiles());

    private static Layout of(String path) {
        return Layout.of("all", REACH, Path.of(path), _ -> false);
    }

    @Test
    void aContainerOfTheKubelet() {
        Layout layout = of("/var/log/pods/shop_web-7f_" + UID + "/app/3.log");
        assertThat(layout.name()).isEqualTo("shop_web-7f_" + UID + "_app");
        assertThat(layout.labels())
                .containsExactlyInAnyOrderEntriesOf(
                        Map.of(
                                "namespace",
                                "shop",
                                "pod",
                                "web-7f",
                                "uid",
                                UID,
                                "container",
                                "app"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.log", "1.log", "0.log.20261120-040000", "0.log.20261120-040000.gz"})
    void itsRestartsAndRotationsAreOneStream(String name) {
        String folder = "/var/log/pods/shop_web_" + UID + "/app/";
        assertThat(of(folder + name)).isEqualTo(of(folder + "7.log"));
    }

    @Test
    void aContainerOfDocker() {
        Layout layout = of("/var/lib/docker/containers/" + ID + "/" + ID + "-json.log.1");
        assertThat(layout.name()).isEqualTo(ID);
        assertThat(layout.labels()).containsExactly(Map.entry("container_id", ID));
    }

    @Test
    void aTaskOfNomadWithBothItsOutputs() {
        Layout layout = of("/nomad/" + UID + "/alloc/logs/web.stderr.12");
        assertThat(layout).isEqualTo(of("/nomad/" + UID + "/alloc/logs/web.stdout.0"));
        assertThat(layout.name()).isEqualTo(UID + "_web");
        assertThat(layout.labels())
                .containsExactlyInAnyOrderEntriesOf(Map.of("alloc", UID, "task", "web"));
        assertThat(layout.tracks())
                .extracting(Track::origin)
                .containsExactly(Origin.STDOUT, Origin.STDERR);
    }

    @ParameterizedTest
    @CsvSource({
        "/logs/app.log, all_app.log",
        "/logs/nginx/access.log, all_nginx__access.log",
        "/logs/error_log, all_error_log",
        "/logs/app.log.1, all_app.log",
        "/logs/app.log-20261120.gz, all_app.log",
        "/logs/catalina.2026-11-20.log, all_catalina.log",
        "/logs/worker.1.log, all_worker.1.log"
    })
    void anyOtherFileIsNamedByItsPath(String path, String name) {
        assertThat(of(path).name()).isEqualTo(name);
    }

    @ParameterizedTest
    @CsvSource({
        "/logs/App.log, /logs/app.log",
        "/logs/a/b.log, /logs/a_b.log",
        "/logs/a/b.log, /logs/a__b.log",
        "/logs/a_/b.log, /logs/a/_b.log",
        "/logs/a b.log, /logs/a-b.log",
        "/logs/x_y/z.log, /logs/x/y_z.log",
        "/logs/shop_web_1/app/0.log, /logs/shop_web_1/alloc/logs/app.stdout.0"
    })
    void pathsThatReadAlikeHaveDifferentNames(String one, String other) {
        assertThat(of(one).name()).isNotEqualTo(of(other).name());
        assertThat(StreamName.isValid(of(one).name())).isTrue();
        assertThat(StreamName.isValid(of(other).name())).isTrue();
    }

    @Test
    void aNameThatIsTooLongIsCut() {
        String pod = "p".repeat(200);
        String name = of("/var/log/pods/shop_" + pod + "_" + UID + "/app/0.log").name();
        assertThat(name).hasSize(128).startsWith("shop_ppp");
        assertThat(of("/var/log/pods/shop_" + pod + "_" + UID + "/api/0.log").name())
                .isNotEqualTo(name);
    }
}
