package dev.tailrace.log;

/**
 * The end of a simulated process, in the middle of a call to its disk. No {@code Exception}, so
 * that no code that handles failures goes on after its own death.
 */
final class ProcessDied extends Error {
    private static final long serialVersionUID = 1L;

    ProcessDied() {
        super("the process has died", null, false, false);
    }
}
