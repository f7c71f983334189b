package dev.tailrace.user;

import dev.tailrace.model.Reasons;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.function.IntConsumer;

/**
 * Signals of the process. {@code sun.misc.Signal} of the module jdk.unsupported is the only way
 * that the JDK has; it is called by name, since javac's warning of it cannot be switched off. Any
 * thread.
 */
public final class Signals {
    private static final String SIGNAL = "sun.misc.Signal";
    private static final String HANDLER = "sun.misc.SignalHandler";

    private Signals() {}

    /**
     * Calls {@code handler} with the number of each such signal, on a thread of the JVM's, instead
     * of what the JVM does. A signal that the process was started to ignore stays ignored.
     */
    public static void handle(List<String> names, IntConsumer handler) {
        tell(() -> {
            Class<?> type = Class.forName(HANDLER);
            Object callback =
                    Proxy.newProxyInstance(
                            Signals.class.getClassLoader(),
                            new Class<?>[] {type},
                            (_, method, arguments) -> {
                                if (method.getName().equals("handle")) {
                                    handler.accept(number(arguments[0]));
                                }
                                return null;
                            });
            for (String name : names) {
                install(signal(name), callback);
            }
        });
    }

    /** Has {@code name} do to this process what the kernel has it do (signal(7)) from now on. */
    public static void leaveToKernel(String name) {
        tell(() -> install(signal(name), Class.forName(HANDLER).getField("SIG_DFL").get(null)));
    }

    private static void install(Object signal, Object handler) throws ReflectiveOperationException {
        Class.forName(SIGNAL)
                .getMethod("handle", signal.getClass(), Class.forName(HANDLER))
                .invoke(null, signal, handler);
    }

    private static Object signal(String name) throws ReflectiveOperationException {
        return Class.forName(SIGNAL).getConstructor(String.class).newInstance(name);
    }

    private static int number(Object signal) throws ReflectiveOperationException {
        return (Integer) signal.getClass().getMethod("getNumber").invoke(signal);
    }

    /** Something that is told to the JVM by name. */
    private interface Telling {
        void run() throws ReflectiveOperationException;
    }

    private static void tell(Telling telling) {
        try {
            telling.run();
        } catch (InvocationTargetException e) {
            throw new LaunchException("signals cannot be handled on this JVM: " + e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new LaunchException("signals cannot be handled on this JVM: " + Reasons.of(e));
        }
    }
}
