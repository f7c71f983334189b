package dev.tailrace.source.process;

import dev.tailrace.model.Origin;
import dev.tailrace.source.SourceException;
import java.io.OutputStream;
import java.util.List;

/** A command that is the gateway's own child, and has a terminal of its own. */
final class PtyExecution extends OwnExecution {
    private static final int SIGWINCH = 28;

    private final Pty pty;

    private PtyExecution(Child child, Pty pty) {
        // A terminal has one way out.
        super(child, List.of(new Output(Origin.STDOUT, pty.reader(), true)), pty::close);
        this.pty = pty;
    }

    /**
     * Starts it.
     *
     * @throws SourceException if that cannot be; then nothing is left behind
     */
    static PtyExecution start(ProcessSpec spec) {
        Pty pty = Pty.open();
        try {
            return new PtyExecution(new Child(Spawn.startOn(pty.slave(), spec), true), pty);
        } catch (SourceException e) {
            pty.reader().close();
            pty.close();
            throw e;
        }
    }

    OutputStream typing() {
        return pty.typing();
    }

    /** A change of the size comes from the terminal itself. */
    @Override
    public boolean signal(int signal) {
        if (signal == SIGWINCH) {
            pty.fit();
            return true;
        }
        return super.signal(signal);
    }
}
