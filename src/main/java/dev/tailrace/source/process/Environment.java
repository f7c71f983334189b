package dev.tailrace.source.process;

import dev.tailrace.model.OsText;
import dev.tailrace.model.Reasons;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a process is started with: variables, each {@link OsText} such as {@code HOME=/root}, in an
 * order. Any thread.
 *
 * @param entries as main() gets them; one may be no variable, or there twice
 */
public record Environment(List<String> entries) {
    /** What execve(2) was given, with a NUL after each: proc_pid_environ(5). */
    private static final Path GIVEN = Path.of("/proc/self/environ");

    /** The launcher's: what its shell has dropped, as in {@link #GIVEN}, in Base64. */
    static final String HANDED_OVER = "TAILRACE_LAUNCHER_ENVIRONMENT";

    private static final Environment OWN = new Environment(whole(given()));

    public Environment {
        entries = List.copyOf(entries);
    }

    /**
     * The one that the gateway was started with, byte for byte. The JVM's own idea of it lacks what
     * the locale cannot encode.
     */
    public static Environment own() {
        return OWN;
    }

    /** {@code given} as it was before the launcher. */
    static List<String> whole(List<String> given) {
        String handedOver = HANDED_OVER + "=";
        Set<String> all = new LinkedHashSet<>();
        for (String entry : given) {
            if (!entry.startsWith(handedOver)) {
                all.add(entry);
            }
        }
        for (String entry : given) {
            if (entry.startsWith(handedOver)) {
                String dropped = entry.substring(handedOver.length());
                all.addAll(OsText.list(Base64.getDecoder().decode(dropped)));
            }
        }
        return List.copyOf(all);
    }

    private static List<String> given() {
        try {
            return OsText.list(Files.readAllBytes(GIVEN));
        } catch (IOException e) {
            // Made here: commands that have no log need not load what makes one.
            System.getLogger(Environment.class.getName())
                    .log(
                            System.Logger.Level.DEBUG,
                            "{0} cannot be read, so the environment is as the JVM has it: {1}",
                            GIVEN,
                            Reasons.of(e));
            return System.getenv().entrySet().stream()
                    .map(each -> each.getKey() + "=" + each.getValue())
                    .toList();
        }
    }

    /** The value of {@code name}; the first one counts, as for getenv(3). */
    public Optional<String> get(String name) {
        return entries.stream()
                .filter(entry -> entry.startsWith(name + "="))
                .map(entry -> entry.substring(name.length() + 1))
                .findFirst();
    }

    public Map<String, String> variables() {
        Map<String, String> all = new LinkedHashMap<>();
        for (String entry : entries) {
            int end = entry.indexOf('=');
            if (end > 0) {
                all.putIfAbsent(entry.substring(0, end), entry.substring(end + 1));
            }
        }
        return all;
    }

    /** This one, but for {@code other}, whose variables take the place of those called alike. */
    Environment with(Map<String, String> other) {
        List<String> all = new ArrayList<>(entries);
        other.forEach((name, value) -> {
            all.removeIf(entry -> entry.startsWith(name + "="));
            all.add(name + "=" + value);
        });
        return new Environment(all);
    }
}
