package dev.tailrace.terminal.streams;

import dev.tailrace.source.process.Environment;
import dev.tailrace.terminal.gateway.GatewayFailure;
import dev.tailrace.terminal.print.Display;
import dev.tailrace.terminal.print.Output;
import java.util.List;
import java.util.function.Function;

/** Shows the streams on a terminal that has nothing else to show. */
final class Screen implements Watch.Shown {
    /** To the first row and column (ECMA-48, CUP). */
    private static final String HOME = "\033[H";

    private static final String CLEAR_LINE = "\033[K";
    private static final String CLEAR_REST = "\033[J";

    private final Output out;
    private final Function<List<StreamInfo>, List<String>> lines;
    private boolean shown;

    /**
     * @param lines what is shown of streams, titles first
     */
    Screen(Output out, Function<List<StreamInfo>, List<String>> lines) {
        this.out = out;
        this.lines = lines;
    }

    @Override
    public void show(List<StreamInfo> streams) {
        List<String> all = lines.apply(streams);
        int rows = Math.max(3, Display.rows(Environment.own()));
        begin();
        if (all.isEmpty()) {
            line("no streams");
        }
        boolean fits = all.size() < rows;
        all.subList(0, fits ? all.size() : rows - 2).forEach(this::line);
        if (!fits) {
            line("… " + (all.size() - rows + 2) + " more");
        }
        out.add(CLEAR_REST).flush();
    }

    @Override
    public void lost(GatewayFailure why) {
        // What was there last stays on the screen, without being taken for what is.
        begin();
        line("tailrace: " + why.getMessage());
        out.flush();
    }

    /** The first time what was there before goes up, and is not overwritten. */
    private void begin() {
        if (!shown) {
            out.add("\n".repeat(Math.max(1, Display.rows(Environment.own()) - 1)));
            shown = true;
        }
        out.add(HOME);
    }

    private void line(String text) {
        out.add(text).add(CLEAR_LINE).add('\n');
    }
}
