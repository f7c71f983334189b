package dev.tailrace.source.process;

import dev.tailrace.model.ExitStatus;
import dev.tailrace.model.Origin;
import dev.tailrace.source.SourceException;
import dev.tailrace.source.SourceTasks;
import java.io.OutputStream;
import java.util.List;

/** A command that is the gateway's own child, and has a terminal of its own. */
final class PtyExecution implements Execution {
    private static final int SIGKILL = 9;
    private static final int SIGWINCH = 28;

    private final Child child;
    private final Pty pty;

    private PtyExecution(Child child, Pty pty) {
        this.child = child;
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

    /** A terminal has one way out. */
    @Override
    public List<Output> outputs() {
        return List.of(new Output(Origin.STDOUT, pty.reader(), true));
    }

    OutputStream typing() {
        return pty.typing();
    }

    @Override
    public int pid() {
        return child.pid();
    }

    @Override
    public boolean isReattached() {
        return false;
    }

    @Override
    public void watch(SourceTasks tasks, Runnable running, Runnable exited) {
        child.whenExited(tasks, exited);
        running.run();
    }

    /** A change of the size comes from the terminal itself. */
    @Override
    public boolean signal(int signal) {
        if (signal == SIGWINCH) {
            pty.fit();
            return true;
        }
        return child.signal(signal);
    }

    @Override
    public void kill() {
        child.signal(SIGKILL);
    }

    @Override
    public ExitStatus status() {
        return child.reap();
    }

    @Override
    public void letGo() {
        // Nobody else holds its terminal for the gateway's sake.
    }

    @Override
    public void leave() {
        throw new IllegalStateException("a command in a terminal is stopped with the gateway");
    }

    @Override
    public void abandon() {
        kill();
        pty.reader().close();
        remove();
    }

    @Override
    public void remove() {
        pty.close();
    }
}
