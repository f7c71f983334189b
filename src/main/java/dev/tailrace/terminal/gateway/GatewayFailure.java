package dev.tailrace.terminal.gateway;

import java.time.Duration;
import java.util.Optional;

/**
 * What keeps a command from doing what it was asked for. The message is a sentence for people, and
 * the exit code is the process'.
 */
public final class GatewayFailure extends RuntimeException {
    /** Unreachable, given up, or against the protocol. */
    public static final int FAILURE = 1;

    /** As for a command line that cannot be understood: the gateway refuses a value. */
    public static final int USAGE = 2;

    /** No such stream, or not for this client. */
    public static final int NOT_THERE = 3;

    private final int exitCode;
    private final boolean passing;
    private final Optional<Duration> retryAfter;

    private GatewayFailure(
            String sentence, int exitCode, boolean passing, Optional<Duration> retryAfter) {
        super(sentence);
        this.exitCode = exitCode;
        this.passing = passing;
        this.retryAfter = retryAfter;
    }

    /** One that stays. */
    public static GatewayFailure of(int exitCode, String sentence) {
        return new GatewayFailure(sentence, exitCode, false, Optional.empty());
    }

    /** One that may be over when it is tried again. */
    public static GatewayFailure passing(String sentence) {
        return new GatewayFailure(sentence, FAILURE, true, Optional.empty());
    }

    /** One that may be over after {@code time}. */
    public static GatewayFailure passing(String sentence, Optional<Duration> time) {
        return new GatewayFailure(sentence, FAILURE, true, time);
    }

    public int exitCode() {
        return exitCode;
    }

    /** Whether it may be over when it is tried again. */
    public boolean isPassing() {
        return passing;
    }

    /** When the gateway wants to be asked again, if it has said so. */
    public Optional<Duration> retryAfter() {
        return retryAfter;
    }
}
