package dev.tailrace.cli;

import dev.tailrace.source.Errno;
import dev.tailrace.source.Libc;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.System.Logger.Level;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Optional;

/**
 * Standard input for a command that has a terminal of its own: a thread passes on what is typed.
 * Where standard input is a terminal it is raw meanwhile. Any thread.
 */
final class Keyboard implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Keyboard.class.getName());
    private static final int STDIN = 0;
    private static final int BUFFER_BYTES = 4096;

    /** Ctrl-D, the end of input of a terminal that is not raw. */
    private static final int END = 4;

    private static final int CLOSED = -Errno.EBADF;

    private final Optional<RawTerminal> terminal = RawTerminal.atStandardInput();
    private final OutputStream command;
    private final Thread restore = new Thread(this::leave, "terminal");

    private boolean closed;

    private Keyboard(OutputStream command) {
        this.command = command;
    }

    /** Begins to pass on to {@code command}. */
    static Keyboard passOnTo(OutputStream command) {
        Keyboard keyboard = new Keyboard(command);
        Runtime.getRuntime().addShutdownHook(keyboard.restore);
        keyboard.enter();
        Thread.ofPlatform().daemon().name("keyboard").start(keyboard::run);
        return keyboard;
    }

    /** Makes the terminal raw, again after the shell has had it. */
    void enter() {
        terminal.ifPresent(RawTerminal::enter);
    }

    /** Gives the terminal back as it was. */
    private void leave() {
        terminal.ifPresent(RawTerminal::leave);
    }

    private void run() {
        MemorySegment buffer = Arena.ofAuto().allocate(BUFFER_BYTES);
        try {
            int count = read(buffer);
            while (count > 0 || count == -Errno.EAGAIN) {
                if (count > 0) {
                    command.write(buffer.asSlice(0, count).toArray(ValueLayout.JAVA_BYTE));
                }
                count = read(buffer);
            }
            if (count == 0) {
                command.write(END);
            }
        } catch (IOException e) {
            LOG.log(Level.DEBUG, "The command takes no more input", e);
        }
    }

    /** Reads nothing once it is closed: what is typed from then on is another's. */
    private int read(MemorySegment buffer) {
        Libc.awaitInput(STDIN);
        synchronized (this) {
            return closed ? CLOSED : Libc.read(STDIN, buffer);
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        Runtime.getRuntime().removeShutdownHook(restore);
        leave();
    }
}
