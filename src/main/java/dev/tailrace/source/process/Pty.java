package dev.tailrace.source.process;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.tailrace.source.Descriptor;
import dev.tailrace.source.Errno;
import dev.tailrace.source.Libc;
import dev.tailrace.source.SharedOutput;
import dev.tailrace.source.SourceException;
import java.io.OutputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;

/**
 * A pseudo-terminal (pty(7)): the command has one end, and the gateway the other, by which it reads
 * what the command prints and writes what is typed. Any thread.
 *
 * <pre>
 *   keys --typing()--> master ==== slave() --> the command's standard input
 *   log  <--reader()-- master ==== slave() <-- its standard output and error, as one
 * </pre>
 *
 * @param reader the gateway's end, to be read without blocking and to be closed
 * @param slave the command's end
 * @param keys a second number for the gateway's end, which stays valid when the reader closes its
 *     own
 */
record Pty(Descriptor reader, Path slave, int keys) {
    private static final Path MULTIPLEXER = Path.of("/dev/ptmx");
    private static final Path OWN = Path.of("/dev/tty");

    /** ioctl_tty(2); the numbers are those of asm-generic. */
    private static final long TIOCGWINSZ = 0x5413;

    private static final long TIOCSWINSZ = 0x5414;
    private static final long TIOCSPTLCK = 0x4004_5431L;
    private static final long TIOCGPTN = 0x8004_5430L;

    /** {@code struct winsize}: rows, columns, and both in pixels. */
    private static final long SIZE_BYTES = 8;

    /**
     * A new one, of the size of the gateway's own terminal if it has one.
     *
     * @throws SourceException if there is none left
     */
    static Pty open() {
        int master = Libc.open(MULTIPLEXER, Libc.O_RDWR | Libc.O_NONBLOCK | Libc.O_CLOEXEC);
        if (master < 0) {
            throw new SourceException(
                    "there is no pseudo-terminal for --tty: " + Errno.text(-master));
        }
        try (Arena memory = Arena.ofConfined()) {
            Libc.ioctl(master, TIOCSPTLCK, memory.allocate(JAVA_INT));
        }
        int number = Libc.integer(master, TIOCGPTN);
        int keys = Libc.fcntl(master, Libc.F_DUPFD_CLOEXEC, 0);
        Pty made = new Pty(new Descriptor(master), Path.of("/dev/pts/" + number), keys);
        made.fit();
        return made;
    }

    /** Takes what is typed, and blocks as long as the command reads none of it. */
    OutputStream typing() {
        return new SharedOutput(keys);
    }

    /** Gives it the size of the gateway's own terminal, which the command is then told. */
    void fit() {
        int own = Libc.open(OWN, Libc.O_RDWR | Libc.O_CLOEXEC);
        if (own < 0) {
            return;
        }
        try (Arena memory = Arena.ofConfined()) {
            MemorySegment size = memory.allocate(SIZE_BYTES, JAVA_LONG.byteSize());
            if (Libc.ioctl(own, TIOCGWINSZ, size) == 0) {
                Libc.ioctl(keys, TIOCSWINSZ, size);
            }
        } finally {
            Libc.close(own);
        }
    }

    /** Gives it back, after the command has ended. */
    void close() {
        Libc.close(keys);
    }
}
