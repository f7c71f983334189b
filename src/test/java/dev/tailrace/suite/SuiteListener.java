package dev.tailrace.suite;

import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.LauncherSessionListener;

/**
 * Around all tests of one JVM. What they leave is looked for when the JVM ends, and not at the end
 * of the tests: Quarkus stops its last gateway, and its commands, after that.
 */
public final class SuiteListener implements LauncherSessionListener {
    private static final AtomicBoolean FIRST = new AtomicBoolean(true);

    @Override
    public void launcherSessionOpened(LauncherSession session) {
        SuiteFolder.prepare();
        if (FIRST.compareAndSet(true, false)) {
            Runtime.getRuntime()
                    .addShutdownHook(new Thread(SuiteListener::tellWhatIsLeft, "leftovers"));
        }
    }

    private static void tellWhatIsLeft() {
        Leftovers.ofThisJvm().forEach(each -> SuiteFolder.add(SuiteFolder.LEFT_BEHIND, each));
    }
}
