package dev.tailrace.cli;

import dev.tailrace.source.Libc;
import dev.tailrace.user.Signals;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;

/**
 * What SIGTERM, SIGINT and SIGHUP do to the gateway. They are handled from the first moment on:
 * what the JVM does by itself is to wait for Quarkus' hook, which waits for the end of a gateway
 * that nobody ends.
 *
 * <pre>
 *   Fatal    the process dies of the signal: nothing runs that is to be stopped, and what is in the
 *     |      files is whole after a kill at any moment
 *     | hold: sources are about to start
 *   Held     the signal waits for the handler, and no more sources are started; after GRACE the
 *     |      start is given up, and the process dies of the signal
 *     | handle
 *   Handled  each goes to the handler
 * </pre>
 *
 * Any thread; signals come on threads of the JVM's.
 */
public final class StopSignals {
    /** By number, which Linux has the same on all machines that the gateway runs on. */
    private static final Map<Integer, String> NAMES = Map.of(1, "HUP", 2, "INT", 15, "TERM");

    /** As shells say that a signal has ended a command. */
    private static final int SHELL_CODE = 128;

    /** For a start to come to its end: what it starts is to be stopped, and that is seldom slow. */
    static final Duration GRACE = Duration.ofSeconds(10);

    private static final StopSignals OF_PROCESS =
            new StopSignals(
                    StopSignals::die,
                    CompletableFuture.delayedExecutor(GRACE.toMillis(), TimeUnit.MILLISECONDS));

    private final IntConsumer fatal;
    private final Executor afterGrace;
    private State state = new State.Fatal();

    /**
     * Those of a process that {@code fatal} ends.
     *
     * @param afterGrace runs what it is given once {@link #GRACE} is over
     */
    StopSignals(IntConsumer fatal, Executor afterGrace) {
        this.fatal = fatal;
        this.afterGrace = afterGrace;
    }

    private sealed interface State {
        record Fatal() implements State {}

        record Held(Runnable startNoMore, Runnable giveUp, List<Integer> waiting)
                implements State {}

        record Handled(IntConsumer handler) implements State {}
    }

    /** Has the signals of this process come here from now on. */
    static void install() {
        Signals.handle(List.copyOf(NAMES.values()), OF_PROCESS::come);
    }

    /** Those of this process. */
    public static StopSignals ofProcess() {
        return OF_PROCESS;
    }

    /**
     * What is started from now on is to be stopped: a signal waits for what can stop it.
     *
     * @param startNoMore has that be soon; it is called by each signal, and returns at once
     * @param giveUp stops what a start that does not end has started
     */
    public synchronized void hold(Runnable startNoMore, Runnable giveUp) {
        if (state instanceof State.Fatal) {
            state = new State.Held(startNoMore, giveUp, new ArrayList<>());
        }
    }

    /**
     * Has {@code handler} called with the number of each signal from now on.
     *
     * @return the first that has waited, which is the caller's to obey
     */
    synchronized OptionalInt handle(IntConsumer handler) {
        State before = state;
        state = new State.Handled(handler);
        return before instanceof State.Held held
                ? held.waiting().stream().mapToInt(Integer::intValue).findFirst()
                : OptionalInt.empty();
    }

    /** The exit code of a gateway that the signal has ended before it has started anything. */
    static int shellCode(int signal) {
        return SHELL_CODE + signal;
    }

    void come(int signal) {
        receiver(signal).accept(signal);
    }

    private synchronized IntConsumer receiver(int signal) {
        return switch (state) {
            case State.Fatal _ -> fatal;
            case State.Held held -> {
                held.waiting().add(signal);
                yield _ -> {
                    afterGrace.execute(() -> giveUp(held, signal));
                    held.startNoMore().run();
                };
            }
            case State.Handled handled -> handled.handler();
        };
    }

    /** A start that hangs never has a handler. */
    private void giveUp(State.Held held, int signal) {
        if (isHeld()) {
            try {
                held.giveUp().run();
            } finally {
                fatal.accept(signal);
            }
        }
    }

    private synchronized boolean isHeld() {
        return state instanceof State.Held;
    }

    /** Of the signal itself, as init systems tell a stop from a failure; PID 1 cannot. */
    private static void die(int signal) {
        try {
            Signals.leaveToKernel(Objects.requireNonNull(NAMES.get(signal)));
            // Signal.raise takes only signals that it has a handler of.
            Libc.kill((int) ProcessHandle.current().pid(), signal);
        } finally {
            Runtime.getRuntime().halt(shellCode(signal));
        }
    }
}
