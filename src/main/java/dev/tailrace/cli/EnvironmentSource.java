package dev.tailrace.cli;

import dev.tailrace.source.process.Environment;
import io.smallrye.config.EnvConfigSource;
import java.util.HashMap;
import java.util.Map;

/**
 * Variables of the environment as configuration, where the JVM may have decoded them by an encoding
 * that is not theirs: one such as {@code TAILRACE_DATA} is UTF-8, or any other bytes.
 */
public final class EnvironmentSource extends EnvConfigSource {
    private static final int BEFORE_THE_JVMS = ORDINAL + 1;
    private static final int LAST_ASCII = 0x7f;

    public EnvironmentSource() {
        super(beyondAscii(), BEFORE_THE_JVMS);
    }

    private static Map<String, String> beyondAscii() {
        Map<String, String> variables = new HashMap<>(Environment.own().variables());
        variables.values().removeIf(value -> value.chars().allMatch(c -> c <= LAST_ASCII));
        return variables;
    }
}
