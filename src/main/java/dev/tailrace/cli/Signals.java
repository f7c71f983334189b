package dev.tailrace.cli;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.function.IntConsumer;

/**
 * Has SIGTERM and SIGINT call back instead of ending the JVM, whose exit code would then be the
 * signal's and not the command's. {@code sun.misc.Signal} of the module jdk.unsupported is the only
 * way that the JDK has; it is called by name, since javac's warning of it cannot be switched off.
 */
final class Signals {
    private Signals() {}

    /** Calls {@code handler} with the number of each such signal, on a thread of the JVM's. */
    static void handle(IntConsumer handler) {
        handle(List.of("TERM", "INT"), handler);
    }

    /**
     * The same for signals by which a job is stopped, continued, and told that its terminal has
     * another size.
     */
    static void handleJobControl(IntConsumer handler) {
        handle(List.of("TSTP", "CONT", "WINCH"), handler);
    }

    private static void handle(List<String> names, IntConsumer handler) {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> signalHandler = Class.forName("sun.misc.SignalHandler");
            Object callback =
                    Proxy.newProxyInstance(
                            Signals.class.getClassLoader(),
                            new Class<?>[] {signalHandler},
                            (_, method, arguments) -> {
                                if (method.getName().equals("handle")) {
                                    Object number =
                                            signal.getMethod("getNumber").invoke(arguments[0]);
                                    handler.accept((Integer) number);
                                }
                                return null;
                            });
            for (String name : names) {
                signal.getMethod("handle", signal, signalHandler)
                        .invoke(
                                null,
                                signal.getConstructor(String.class).newInstance(name),
                                callback);
            }
        } catch (ClassNotFoundException
                | NoSuchMethodException
                | InstantiationException
                | IllegalAccessException
                | InvocationTargetException e) {
            throw new LaunchException("signals cannot be handled on this JVM: " + e);
        }
    }
}
