package dev.tailrace.source.process;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Commands that tests run. */
final class TestSpec {
    private TestSpec() {}

    /** {@code command} in the gateway's own working folder, with nothing that is set. */
    static ProcessSpec of(String... command) {
        return new ProcessSpec(List.of(command), Optional.empty(), Map.of(), Optional.empty());
    }
}
