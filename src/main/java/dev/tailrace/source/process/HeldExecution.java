package dev.tailrace.source.process;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import dev.tailrace.model.ExitStatus;
import dev.tailrace.model.OsText;
import dev.tailrace.source.Boot;
import dev.tailrace.source.Descriptor;
import dev.tailrace.source.Libc;
import dev.tailrace.source.SourceException;
import dev.tailrace.source.SourceTasks;
import dev.tailrace.source.Watch;
import java.lang.foreign.Arena;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A command that a shell holds ({@code holder.sh}), and that so outlives the gateway: started by
 * this one, or taken over from one before.
 *
 * <pre>
 *   held --(running)--> running --(exited)--> exited --letGo--> the shell leaves
 *     \____________________\__(the bell has no writer: the shell is dead)--> alone: looked at again
 *                                               and again, until the command too has ended
 * </pre>
 *
 * That somebody has the bell open for writing says that the shell lives, and so that its number,
 * and its group's, is no other process' by now. A workload of another user can hold it open as
 * well, and write into the journal: {@link HeldProcesses} keeps what it says to that user's own
 * processes.
 */
final class HeldExecution implements Execution {
    private static final System.Logger LOG = System.getLogger(HeldExecution.class.getName());

    private static final int SIGKILL = 9;

    /** A shell reports a signal as 128 and its number, of which there are 64. */
    private static final int SIGNALLED = 128;

    private static final int SIGNALS = 64;

    /** Nothing tells of a command's end whose shell is dead: that is for somebody's mistakes. */
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(1);

    private final HeldFolder folder;
    private final HeldProcesses processes;
    private final List<Output> outputs;
    private final Descriptor bell;
    private final Optional<Child> shell;
    private final StringBuilder rung = new StringBuilder();
    private volatile Journal journal;
    private volatile boolean alone;
    private volatile boolean over;
    private boolean told;
    private @Nullable Watch watch;
    private @Nullable SourceTasks tasks;
    private Runnable running = () -> {};
    private Runnable exited = () -> {};

    /**
     * @param shell the one that holds the command, if it is this gateway's child
     */
    HeldExecution(
            HeldFolder folder,
            List<Output> outputs,
            Descriptor bell,
            Optional<Child> shell,
            Journal journal) {
        this.folder = folder;
        this.processes = HeldProcesses.of(folder);
        this.outputs = outputs;
        this.bell = bell;
        this.shell = shell;
        this.journal = journal;
    }

    @Override
    public List<Output> outputs() {
        return outputs;
    }

    @Override
    public int pid() {
        return journal.command().map(processes::number).orElseGet(this::group);
    }

    @Override
    public boolean isReattached() {
        return shell.isEmpty();
    }

    /** The shell's number, which is its group's; 0 where it is not known. */
    private int group() {
        return shell.map(Child::pid).or(() -> journal.holder().map(ProcessId::pid)).orElse(0);
    }

    @Override
    public void watch(SourceTasks on, Runnable whenRunning, Runnable whenExited) {
        tasks = on;
        running = whenRunning;
        exited = whenExited;
        watch = Watch.of(bell.fd(), on, this::look).orElseThrow();
        look();
    }

    private void look() {
        if (over) {
            return;
        }
        alone = alone || !listen();
        // The bell too says what should be in the file, whose disk may have been full.
        journal = folder.read("\n" + rung);
        if (!told && journal.command().isPresent()) {
            told = true;
            journal.command().ifPresent(this::sayIfAnothers);
            running.run();
        }
        if (journal.code().isPresent() || (alone && !commandLives())) {
            leave();
            exited.run();
        } else if (alone) {
            stopWatching();
            var _ = tasks == null ? null : tasks.after(LOOK_AGAIN, this::look);
        } else if (watch != null) {
            watch.arm();
        }
    }

    private void sayIfAnothers(ProcessId command) {
        if (processes.number(command) == 0) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "{0} names process {1}, which is not of the command''s user: it is neither"
                            + " shown nor signalled.",
                    OsText.shown(folder.journal()),
                    Integer.toString(command.pid()));
        }
    }

    /**
     * Takes what the bell has; false if nobody can ring it any more, or somebody does that is not
     * the shell.
     */
    private boolean listen() {
        byte[] buffer = new byte[1024];
        int count = Libc.readNonBlocking(bell.fd(), buffer);
        while (count > 0 && rung.length() < HeldFolder.MOST_BYTES) {
            rung.append(new String(buffer, 0, count, StandardCharsets.ISO_8859_1));
            count = Libc.readNonBlocking(bell.fd(), buffer);
        }
        return count != 0 && rung.length() < HeldFolder.MOST_BYTES;
    }

    /** Numbers are given again after a restart of the machine. */
    private boolean commandLives() {
        return journal.boot().equals(Boot.id())
                && journal.command().filter(processes::has).isPresent();
    }

    private void stopWatching() {
        if (watch != null) {
            watch.cancel();
            watch = null;
            bell.close();
        }
    }

    /** Not to the shell: it is to say how the command has ended. */
    @Override
    public boolean signal(int signal) {
        return processes.signal(livingGroup(), group(), signal);
    }

    /** 0 if there is none, or none that is known to be the command's. */
    private int livingGroup() {
        if (over && !journal.code().isPresent()) {
            return 0;
        }
        if (!alone) {
            return group();
        }
        return commandLives() ? journal.command().map(ProcessId::group).orElse(0) : 0;
    }

    @Override
    public void kill() {
        signal(SIGKILL);
    }

    @Override
    public ExitStatus status() {
        int code =
                journal.code()
                        .orElseThrow(() ->
                                new SourceException(
                                        "the shell that held "
                                                + (pid() == 0 ? "the command" : "process " + pid())
                                                + " has ended before it, so how it ended is not known"));
        return code > SIGNALLED && code <= SIGNALLED + SIGNALS
                ? new ExitStatus(0, code - SIGNALLED)
                : new ExitStatus(code, 0);
    }

    /** The shell leaves, so that the outputs end where nobody else holds them. */
    @Override
    public void letGo() {
        int fd = Libc.open(folder.release(), Libc.O_WRONLY | Libc.O_NONBLOCK | Libc.O_CLOEXEC);
        if (fd >= 0) {
            try (Arena memory = Arena.ofConfined()) {
                Libc.write(fd, memory.allocateFrom(JAVA_BYTE, (byte) '\n'));
            }
            Libc.close(fd);
        }
        if (tasks != null) {
            SourceTasks on = tasks;
            shell.ifPresent(child -> child.whenExited(on, child::reap));
        }
    }

    @Override
    public void leave() {
        over = true;
        stopWatching();
    }

    @Override
    public void abandon() {
        leave();
        bell.close();
        outputs.forEach(output -> output.readingEnd().close());
        shell.ifPresent(child -> {
            child.signal(SIGKILL);
            folder.delete();
        });
    }

    @Override
    public void remove() {
        folder.delete();
    }
}
