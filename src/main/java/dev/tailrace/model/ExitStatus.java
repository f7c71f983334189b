package dev.tailrace.model;

/** How a command ended: with {@code code}, or by the signal {@code signal} (0 if by none). */
public record ExitStatus(int code, int signal) {
    /** As a shell reports it: the code, or 128 + the signal. */
    public int shellCode() {
        return signal == 0 ? code : 128 + signal;
    }
}
