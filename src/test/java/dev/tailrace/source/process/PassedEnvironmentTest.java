package dev.tailrace.source.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which of the gateway's variables a command gets. */
class PassedEnvironmentTest {
    private static final Environment OWN =
            new Environment(
                    List.of(
                            "PATH=/bin",
                            "HOME=/root",
                            "USER=root",
                            "LC_ALL=C.UTF-8",
                            "TZ=UTC",
                            "DATABASE_PASSWORD=hunter2",
                            "JAVA_HOME=/opt/jdk",
                            "JAVA_OPTS=-Xmx1g",
                            "a.b*c=1",
                            "QUARKUS_HTTP_PORT=1",
                            "TAILRACE_DATA=/data",
                            "_PROD_TAILRACE_TOKEN=2",
                            "%prod.quarkus.http.port=3",
                            "smallrye.config.locations=4",
                            "MY_QUARKUS_APP=5",
                            "no variable"));

    @Test
    void withoutMoreItHasWhatProgramsAreFoundAndShowTextBy() {
        assertThat(passed()).containsExactly("PATH", "HOME", "USER", "LC_ALL", "TZ");
    }

    @Test
    void whatIsTheGatewaysUsersIsNotPassedToAnother() {
        assertThat(names(PassedEnvironment.of(List.of()).of(OWN, true)))
                .containsExactly("PATH", "LC_ALL", "TZ");
        assertThat(names(PassedEnvironment.of(List.of("HOME")).of(OWN, true)))
                .containsExactly("PATH", "HOME", "LC_ALL", "TZ");
    }

    @Test
    void moreIsPassedByNameAndByPattern() {
        assertThat(passed("DATABASE_PASSWORD", "JAVA_*", "MISSING"))
                .contains("DATABASE_PASSWORD", "JAVA_HOME", "JAVA_OPTS")
                .doesNotContain("MY_QUARKUS_APP");
        assertThat(passed("*_OPTS", "J*_H*E")).contains("JAVA_OPTS", "JAVA_HOME");
        assertThat(passed("a.b*c")).contains("a.b*c");
        assertThat(passed("JAVA")).doesNotContain("JAVA_HOME");
    }

    /** It may have passwords, however it is spelt. */
    @Test
    void theGatewaysConfigurationIsNotPassedByAPattern() {
        assertThat(passed("*", "TAILRACE_*", "*QUARKUS*", "_PROD_*", "%*", "small*"))
                .containsExactly(
                        "PATH",
                        "HOME",
                        "USER",
                        "LC_ALL",
                        "TZ",
                        "DATABASE_PASSWORD",
                        "JAVA_HOME",
                        "JAVA_OPTS",
                        "a.b*c",
                        "MY_QUARKUS_APP");
        assertThat(passed("QUARKUS_HTTP_PORT", "_PROD_TAILRACE_TOKEN"))
                .contains("QUARKUS_HTTP_PORT", "_PROD_TAILRACE_TOKEN")
                .doesNotContain("TAILRACE_DATA");
    }

    @Test
    void theWholeOneIsAsItIs() {
        assertThat(PassedEnvironment.WHOLE.of(OWN, false)).isEqualTo(OWN);
    }

    @Test
    void whatCanBeNoNameIsRefused() {
        for (String bad : List.of("", " ", "A=B", "A\0")) {
            assertThatThrownBy(() -> PassedEnvironment.of(List.of(bad)))
                    .hasMessage(
                            "pass-environment has '"
                                    + bad
                                    + "'; accepted is the name of a variable, or a pattern such as"
                                    + " JAVA_*");
        }
    }

    private static List<String> passed(String... more) {
        return names(PassedEnvironment.of(Arrays.asList(more)).of(OWN, false));
    }

    private static List<String> names(Environment environment) {
        return environment.entries().stream()
                .map(entry -> entry.substring(0, Math.max(0, entry.indexOf('='))))
                .toList();
    }
}
