package dev.tailrace.terminal.print;

import java.io.PrintStream;

/** Notices on standard error, dimmed where that shows colours. */
public final class Notices {
    private final PrintStream errors;
    private final boolean colour;
    private final boolean quiet;

    /**
     * Those of a process.
     *
     * @param quiet to tell losses alone
     */
    public Notices(PrintStream errors, boolean colour, boolean quiet) {
        this.errors = errors;
        this.colour = colour;
        this.quiet = quiet;
    }

    /** Tells it in a line of its own. */
    public void tell(Notice notice) {
        if (!quiet || notice.isLoss()) {
            String text = "tailrace: " + notice.text();
            errors.print(colour ? "\033[2m" + text + "\033[0m\n" : text + "\n");
            errors.flush();
        }
    }
}
