package dev.tailrace.cli;

import dev.tailrace.source.Libc;
import dev.tailrace.source.process.ProcessSource;
import dev.tailrace.source.process.Session;
import dev.tailrace.user.Signals;
import java.util.List;
import java.util.Optional;

/**
 * Gateway and command as one job of a shell (credentials(7), termios(3)). Any thread.
 *
 * <pre>
 *   in a terminal     one process group: the terminal's keys reach both by themselves
 *   without one       a session of the command's own: what the gateway gets is passed on
 *   with --tty        the same, with a terminal of the command's own, to which the keys go
 * </pre>
 */
final class JobControl implements AutoCloseable {
    /** Sends nothing, and tells whether something could be sent (kill(2)). */
    private static final int NONE = 0;

    private static final int SIGINT = 2;
    private static final int SIGCONT = 18;
    private static final int SIGSTOP = 19;
    private static final int SIGTSTP = 20;

    private final ProcessSource process;
    private final Optional<Keyboard> keyboard;

    private JobControl(ProcessSource process) {
        this.process = process;
        this.keyboard = process.typing().map(Keyboard::passOnTo);
    }

    /** Where a command belongs that is to have a terminal of its own, or not. */
    static Session session(boolean tty) {
        if (tty) {
            return Session.TERMINAL;
        }
        return Terminal.isControlling() ? Session.GATEWAYS : Session.OWN;
    }

    /** Begins to pass on what stops and continues the job, and what is typed. */
    static JobControl over(ProcessSource process) {
        JobControl job = new JobControl(process);
        Signals.handle(List.of("TSTP", "CONT", "WINCH"), job::passOn);
        return job;
    }

    /**
     * Whether the terminal has sent {@code signal} to the command, too, which has not ended: then
     * what becomes of it is up to the command.
     */
    static boolean isTerminals(int signal, ProcessSource process) {
        return signal == SIGINT && Terminal.isForeground() && process.signal(NONE);
    }

    /** The command stops before the gateway, which could not stop it later. */
    private void passOn(int signal) {
        process.signal(signal);
        if (signal == SIGCONT) {
            keyboard.ifPresent(Keyboard::enter);
        } else if (signal == SIGTSTP) {
            Libc.kill(Math.toIntExact(ProcessHandle.current().pid()), SIGSTOP);
        }
    }

    /** Gives the terminal back, after the command has ended. */
    @Override
    public void close() {
        keyboard.ifPresent(Keyboard::close);
    }
}
