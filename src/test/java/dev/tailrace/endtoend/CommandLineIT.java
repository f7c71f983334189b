package dev.tailrace.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CommandLineIT {
    @TempDir Path folder;

    @Test
    void helpIsOnStandardOutput() {
        try (Gateway help = Tailrace.in(folder).exactly("--help")) {
            assertThat(help.exitCode()).isZero();
            assertThat(help.output())
                    .asString()
                    .contains("Usage: tailrace")
                    .contains("tailrace run");
            assertThat(help.errors()).isEmpty();
        }
    }

    @Test
    void theVersionIsOnStandardOutput() {
        try (Gateway version = Tailrace.in(folder).exactly("--version")) {
            assertThat(version.exitCode()).isZero();
            assertThat(version.output()).asString().matches("tailrace \\d\\S*\nJava \\d.*\n");
            assertThat(version.errors()).isEmpty();
        }
    }

    @Test
    void theLauncherMayBeCalledThroughALinkFromAnywhere() throws IOException {
        try (Gateway version =
                Tailrace.in(folder)
                        .by("sh", "-c", "ln -s \"$0\" link && exec ./link \"$@\"")
                        .exactly("--version")) {
            assertThat(version.exitCode()).as(version.errors()).isZero();
            assertThat(version.output()).asString().startsWith("tailrace ");
            Files.delete(folder.resolve("link"));
        }
    }

    @Test
    void inKubernetesACommandIsCalledAndLabelledByItsPod() {
        try (Gateway gateway =
                Tailrace.in(folder)
                        .with("KUBERNETES_SERVICE_HOST", "10.96.0.1")
                        .with("POD_NAME", "shop-0")
                        .with("CONTAINER_NAME", "app")
                        .start("run", "--label", "tier=front", "--keep", "--", "true")) {
            gateway.awaitStream("shop-0.app");
            assertThat(gateway.stream("shop-0.app").get("labels").toString())
                    .isEqualTo("{\"container\":\"app\",\"pod\":\"shop-0\",\"tier\":\"front\"}");
        }
    }
}
