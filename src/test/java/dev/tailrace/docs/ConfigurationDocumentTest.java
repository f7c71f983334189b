package dev.tailrace.docs;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tailrace.source.docker.DockerConfig;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.ConfigMappingInterface.Property;
import io.smallrye.config.ConfigMappings;
import io.smallrye.config.ConfigMappings.ConfigClass;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The keys and defaults in {@code docs/configuration.md} are those of the code. */
class ConfigurationDocumentTest {
    private static final String DATA_IN_PROPERTIES =
            "${state-folder:${user.home}/.local/state/tailrace}";
    private static final String DATA_IN_WORDS =
            "`$XDG_STATE_HOME/tailrace`, or `~/.local/state/tailrace`";

    /** Quarkus' own defaults, of keys that application.properties leaves alone. */
    private static final List<String> LEFT_TO_QUARKUS =
            List.of(
                    "quarkus.http.ssl-port",
                    "quarkus.http.insecure-requests",
                    "quarkus.http.tls-configuration-name",
                    "quarkus.tls.key-store.pem.NAME.cert",
                    "quarkus.tls.key-store.pem.NAME.key",
                    "quarkus.tls.trust-store.pem.certs",
                    "quarkus.tls.reload-period",
                    "quarkus.http.cors.enabled");

    private static final Map<String, String> PROPERTIES = new HashMap<>();

    /** What the default's cell says, by key; empty where the code has no default. */
    private static final Map<String, String> DOCUMENTED = new TreeMap<>();

    @BeforeAll
    static void read() throws IOException {
        Properties properties = new Properties();
        try (Reader file =
                Files.newBufferedReader(Path.of("src/main/resources/application.properties"))) {
            properties.load(file);
        }
        properties
                .stringPropertyNames()
                .forEach(key -> PROPERTIES.put(key, properties.getProperty(key)));
        Document.read("docs/configuration.md")
                .rows("key")
                .forEach(row -> {
                    assertThat(row.code("key")).as("one key in a row").hasSize(1);
                    assertThat(row.cell("meaning")).as(row.cell("key")).isNotEmpty();
                    assertThat(DOCUMENTED.put(row.code("key").getFirst(), row.cell("default")))
                            .as("%s is in two tables", row.cell("key"))
                            .isNull();
                });
    }

    @Test
    void theTablesHaveExactlyTheKeysThatTheCodeAccepts() {
        assertThat(keys()).hasSizeGreaterThan(50);
        assertThat(ofTailrace()).containsOnlyKeys(keys().keySet());
    }

    @Test
    void theDefaultsAreThoseOfTheCode() {
        keys().forEach((key, property) -> {
            String expected = defaultOf(key, property);
            String documented = ofTailrace().getOrDefault(key, "");
            if (expected.isEmpty()) {
                assertThat(documented)
                        .as("%s: the code has no default", key)
                        .isNotEmpty()
                        .doesNotMatch("`[^`]*`");
            } else {
                assertThat(documented).as(key).isEqualTo(expected);
            }
        });
    }

    @Test
    void quarkusKeysHaveTheDefaultsOfTheApplication() {
        Map<String, String> documented = documented("quarkus.");
        assertThat(documented).hasSizeGreaterThan(3);
        documented.forEach((key, value) -> {
            assertThat(PROPERTIES.containsKey(key))
                    .as(key)
                    .isNotEqualTo(LEFT_TO_QUARKUS.contains(key));
            if (PROPERTIES.containsKey(key)) {
                assertThat(value).as(key).isEqualTo("`" + PROPERTIES.get(key) + "`");
            }
        });
    }

    private static String defaultOf(String key, Property property) {
        if (key.equals("tailrace.data")) {
            assertThat(PROPERTIES).containsEntry(key, DATA_IN_PROPERTIES);
            return DATA_IN_WORDS;
        }
        if (key.equals("tailrace.docker.host")) {
            return "`" + DockerConfig.DEFAULT_HOST + "`";
        }
        if (PROPERTIES.containsKey(key)) {
            return "`" + PROPERTIES.get(key) + "`";
        }
        return property.hasDefaultValue() ? "`" + property.getDefaultValue() + "`" : "";
    }

    /** What a user writes in the place of a name is in capitals in the document. */
    private static Map<String, String> ofTailrace() {
        Map<String, String> keys = new TreeMap<>();
        documented("tailrace.")
                .forEach((key, value) -> keys.put(key.replaceAll("\\.[A-Z]+", ".*"), value));
        return keys;
    }

    private static Map<String, String> documented(String prefix) {
        return DOCUMENTED.entrySet().stream()
                .filter(entry -> entry.getKey().startsWith(prefix))
                .collect(toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    private static Map<String, Property> keys() {
        Map<String, Property> keys = new TreeMap<>();
        CompiledClasses.GATEWAY
                .annotatedWith(ConfigMapping.class, "Config")
                .map(ConfigClass::configClass)
                .map(ConfigMappings::getProperties)
                .forEach(properties ->
                        properties.forEach(
                                (key, property) -> keys.put(key.replace("[*]", ""), property)));
        return keys;
    }
}
