package dev.tailrace.terminal.streams;

import dev.tailrace.terminal.gateway.GatewayFailure;
import dev.tailrace.terminal.print.Display;
import dev.tailrace.terminal.print.Output;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Prints streams again when they have changed, where somebody else reads. */
final class Changes implements Watch.Shown {
    private final Output out;
    private final Function<List<StreamInfo>, List<String>> lines;
    private final boolean titled;
    private final Map<String, String> known = new HashMap<>();
    private boolean lost;
    private boolean begun;

    /**
     * @param lines what is printed of streams
     * @param titled whether the first line of that has titles, which are printed once
     */
    Changes(Output out, Function<List<StreamInfo>, List<String>> lines, boolean titled) {
        this.out = out;
        this.lines = lines;
        this.titled = titled;
    }

    @Override
    public void show(List<StreamInfo> streams) {
        lost = false;
        List<StreamInfo> changed = new ArrayList<>();
        for (StreamInfo each : streams) {
            if (!each.json().equals(known.put(each.name(), each.json()))) {
                changed.add(each);
            }
        }
        lines.apply(changed).stream()
                .skip(titled && begun ? 1 : 0)
                .forEach(line -> out.add(line).add('\n'));
        begun |= !changed.isEmpty();
        out.flush();
    }

    @Override
    public void lost(GatewayFailure why) {
        if (!lost) {
            var errors = Display.errors();
            errors.println("tailrace: " + why.getMessage());
            errors.flush();
            lost = true;
        }
    }
}
