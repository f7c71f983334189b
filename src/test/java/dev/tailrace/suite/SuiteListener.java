package dev.tailrace.suite;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.LauncherSessionListener;

/**
 * Around all tests of one JVM.
 *
 * <p>The gateway's log is not printed: tests damage thousands of files, and each is worth a
 * warning. But {@link Secrets} listens to all of it. A test that wants to hear the log listens,
 * too.
 *
 * <p>What the tests leave is looked for when the JVM ends, and not at the end of the tests: Quarkus
 * stops its last gateway, and its commands, after that.
 */
public final class SuiteListener implements LauncherSessionListener {
    /** The level of what is printed; {@code -Dtest.log=WARNING} lets it speak. */
    private static final String LOG = "test.log";

    /** Held, as the log manager forgets the level of a logger that nobody holds. */
    private static final Logger GATEWAY = Logger.getLogger("dev.tailrace");

    private static final Logger OTHERS = Logger.getLogger("");

    private static final AtomicBoolean FIRST = new AtomicBoolean(true);

    @Override
    public void launcherSessionOpened(LauncherSession session) {
        SuiteFolder.prepare();
        if (FIRST.compareAndSet(true, false)) {
            String printed = System.getProperty(LOG);
            GATEWAY.setUseParentHandlers(printed != null);
            GATEWAY.setLevel(printed == null ? Level.FINE : Level.parse(printed));
            GATEWAY.addHandler(Secrets.said());
            OTHERS.addHandler(Secrets.said());
            Runtime.getRuntime()
                    .addShutdownHook(new Thread(SuiteListener::tellWhatIsLeft, "leftovers"));
        }
    }

    private static void tellWhatIsLeft() {
        Leftovers.ofThisJvm().forEach(each -> SuiteFolder.add(SuiteFolder.LEFT_BEHIND, each));
    }
}
