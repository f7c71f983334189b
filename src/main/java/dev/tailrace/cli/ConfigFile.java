package dev.tailrace.cli;

import dev.tailrace.model.OsText;
import dev.tailrace.model.Reasons;
import dev.tailrace.model.Spelling;
import dev.tailrace.user.LaunchException;
import io.smallrye.config.common.MapBackedConfigSource;
import io.smallrye.config.common.utils.ConfigSourceUtil;
import io.smallrye.config.source.yaml.YamlConfigSource;
import java.io.IOException;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.regex.Pattern;
import org.eclipse.microprofile.config.spi.ConfigSource;
import org.eclipse.microprofile.config.spi.ConfigSourceProvider;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;

/**
 * The configuration file of the command line. It is read here, since what reads locations opens
 * them by text of the locale's encoding, and so not each path. One thread.
 */
public final class ConfigFile implements ConfigSourceProvider {
    static final String PROPERTIES = ".properties";

    private static final Set<String> ROOTS = Set.of("tailrace", "quarkus");
    private static final Pattern DOTTED = Pattern.compile("^\"([^\"]*\\.[^\"]*)\"");

    /** Above the application's own defaults (250), below the environment (300). */
    private static final int ORDINAL = 260;

    private static @Nullable ConfigSource used;

    /**
     * Has the gateway of this process use {@code file}: YAML, or as its name ends.
     *
     * @throws LaunchException if it cannot be read
     */
    static void use(Path file) {
        used = read(file);
    }

    static ConfigSource read(Path file) {
        String name = OsText.shown(OsText.absolute(file));
        String text = text(file);
        Map<String, String> values =
                OsText.of(file).endsWith(PROPERTIES) ? properties(file, text) : yaml(file, text);
        values.keySet().forEach(key -> requireKnownRoot(file, root(key)));
        return new MapBackedConfigSource(name, values, ORDINAL) {};
    }

    /** Whatever begins with another word is somebody else's, unless it looks like a mistake. */
    private static void requireKnownRoot(Path file, String root) {
        if (!ROOTS.contains(root)) {
            Spelling.nearest(root, ROOTS)
                    .ifPresent(nearest -> {
                        throw refused(
                                file,
                                " has unknown key " + root + "; the nearest is " + nearest + ".");
                    });
        }
    }

    private static String root(String key) {
        return key.split("\\.", 2)[0];
    }

    private static Map<String, String> yaml(Path file, String text) {
        requireYaml(file, text);
        Map<String, String> values = new HashMap<>();
        new YamlConfigSource(OsText.shown(file), text)
                .getProperties()
                .forEach((key, value) -> values.put(withoutQuotes(key), value));
        return values;
    }

    /** A key that is written with dots ({@code tailrace.data: /logs}) comes as one quoted word. */
    private static String withoutQuotes(String key) {
        return DOTTED.matcher(key).replaceFirst("$1");
    }

    private static String text(Path file) {
        try {
            byte[] bytes = Files.readAllBytes(file);
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (NoSuchFileException e) {
            throw refused(file, " does not exist.");
        } catch (CharacterCodingException e) {
            throw refused(file, " is not in UTF-8.");
        } catch (IOException e) {
            throw refused(file, " cannot be read: " + reason(file, e) + ".");
        }
    }

    /** As the one path that there is has been named. */
    private static String reason(Path file, IOException e) {
        return Files.isDirectory(file) ? "it is a folder" : Reasons.of(e).replaceFirst(".*: ", "");
    }

    private static Map<String, String> properties(Path file, String text) {
        try {
            Properties properties = new Properties();
            properties.load(new StringReader(text));
            return ConfigSourceUtil.propertiesToMap(properties);
        } catch (IllegalArgumentException | IOException e) {
            throw refused(file, " is no properties file: " + e.getMessage());
        }
    }

    private static void requireYaml(Path file, String text) {
        try {
            Object content = new Yaml(new SafeConstructor(new LoaderOptions())).load(text);
            if (content instanceof Map<?, ?> map) {
                // Also those of empty mappings, which are no values.
                map.keySet().forEach(key -> requireKnownRoot(file, root(String.valueOf(key))));
                EmptyMappings.problem(map)
                        .ifPresent(problem -> {
                            throw refused(file, ": " + problem + ".");
                        });
            } else if (content != null) {
                throw refused(file, " is not a mapping of keys to values.");
            }
        } catch (MarkedYAMLException e) {
            int line = e.getProblemMark().getLine() + 1;
            throw refused(file, " is no YAML: line " + line + ", " + e.getProblem() + ".");
        } catch (YAMLException e) {
            throw refused(file, " is no YAML: " + e.getMessage());
        }
    }

    private static LaunchException refused(Path file, String why) {
        return new LaunchException("--config " + OsText.shown(file) + why);
    }

    @Override
    public Iterable<ConfigSource> getConfigSources(ClassLoader forClassLoader) {
        ConfigSource file = used;
        return file == null ? List.of() : List.of(file);
    }
}
