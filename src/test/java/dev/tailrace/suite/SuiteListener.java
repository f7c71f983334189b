package dev.tailrace.suite;

import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.LauncherSessionListener;

/** Around all tests of one JVM. */
public final class SuiteListener implements LauncherSessionListener {
    @Override
    public void launcherSessionOpened(LauncherSession session) {
        SuiteFolder.prepare();
    }

    @Override
    public void launcherSessionClosed(LauncherSession session) {
        Leftovers.ofThisJvm().forEach(each -> SuiteFolder.add(SuiteFolder.LEFT_BEHIND, each));
    }
}
