package dev.tailrace.source.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ContainerTest {
    private static Container named(String name, Map<String, String> labels) {
        return new Container(
                "0123456789abcdef",
                name,
                "bb",
                labels,
                "json-file",
                false,
                true,
                "",
                "",
                1,
                0,
                List.of(),
                false);
    }

    @ParameterizedTest
    @CsvSource({"web,web", "Web_1,web_1", "shop-web.1,shop-web.1", "_x,c_x", "Ää,c--"})
    void theStreamsNameIsTheContainers(String container, String stream) {
        assertThat(named(container, Map.of()).stream()).hasToString(stream);
        assertThat(named(container, Map.of()).streamOfItsOwn())
                .hasToString(stream + "-0123456789ab");
    }

    @Test
    void aNameThatIsTooLongIsCut() {
        Container container = named("x".repeat(300), Map.of());
        assertThat(container.stream().value()).hasSize(128);
        assertThat(container.streamOfItsOwn().value()).hasSize(128).endsWith("-0123456789ab");
    }

    @Test
    void labelsAreItsOwnAndWhatItIs() {
        Map<String, String> labels =
                Map.of("com.docker.compose.service", "web", "1st", "a", "image", "lie");
        assertThat(named("Web", labels).streamLabels())
                .containsOnly(
                        Map.entry("com_docker_compose_service", "web"),
                        Map.entry("_1st", "a"),
                        Map.entry("container", "Web"),
                        Map.entry("container_id", "0123456789ab"),
                        Map.entry("image", "bb"));
    }

    @Test
    void containersAreChosenByNameAndLabel() {
        ContainerChoice choice = new ContainerChoice(List.of("web*", "d?"), Map.of(), false);
        assertThat(choice.picks("web-1", Map.of())).isTrue();
        assertThat(choice.picks("db", Map.of())).isTrue();
        assertThat(choice.picks("dbs", Map.of())).isFalse();
        assertThat(choice.picks("myweb", Map.of())).isFalse();
        ContainerChoice both =
                new ContainerChoice(List.of("web"), Map.of("app", "s*", "log", "yes"), false);
        assertThat(both.picks("web", Map.of("app", "shop", "log", "yes"))).isTrue();
        assertThat(both.picks("web", Map.of("app", "shop"))).isFalse();
        assertThat(both.picks("db", Map.of("app", "shop", "log", "yes"))).isFalse();
        assertThat(new ContainerChoice(List.of(), Map.of(), true).picks("x", Map.of())).isTrue();
        assertThat(new ContainerChoice(List.of(), Map.of(), false).picks("x", Map.of())).isFalse();
    }

    @Test
    void addressesAreSocketsAndPorts() {
        assertThat(EngineAddress.parse("unix:///var/run/docker.sock"))
                .isEqualTo(new EngineAddress.Unix(Path.of("/var/run/docker.sock")));
        assertThat(EngineAddress.parse("tcp://engine.example:2375"))
                .isEqualTo(new EngineAddress.Tcp("engine.example", 2375));
        assertThat(EngineAddress.parse("tcp://[::1]:2375"))
                .isEqualTo(new EngineAddress.Tcp("::1", 2375))
                .hasToString("tcp://[::1]:2375");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/var/run/docker.sock",
                "unix://docker.sock",
                "tcp://host",
                "tcp://host:0",
                "tcp://host:65536",
                "http://host:2375",
                "tcp://::1:2375"
            })
    void otherAddressesAreRefusedWithWhatIsAccepted(String text) {
        assertThatThrownBy(() -> EngineAddress.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("'" + text + "' is not accepted: unix:///PATH or tcp://HOST:PORT");
    }
}
