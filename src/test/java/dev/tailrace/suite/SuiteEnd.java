package dev.tailrace.suite;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;

/**
 * The end of all tests, after the last JVM of them: says which were skipped for want of what, and
 * fails if something was left behind, or a secret was said.
 */
public final class SuiteEnd {
    private SuiteEnd() {}

    public static void main(String... args) throws IOException {
        Leftovers.ofAll().forEach(each -> SuiteFolder.add(SuiteFolder.LEFT_BEHIND, each));
        List<String> notTested = SuiteFolder.lines(SuiteFolder.NOT_TESTED);
        if (!notTested.isEmpty()) {
            System.out.println("Skipped, as this machine lacks what they need. To run them:");
            notTested.forEach(each -> System.out.println("  " + each));
        }
        List<String> left = SuiteFolder.lines(SuiteFolder.LEFT_BEHIND);
        List<String> leaked = SuiteFolder.lines(SuiteFolder.LEAKED);
        for (String file :
                List.of(SuiteFolder.NOT_TESTED, SuiteFolder.LEFT_BEHIND, SuiteFolder.LEAKED)) {
            Files.deleteIfExists(SuiteFolder.file(file));
        }
        if (!left.isEmpty()) {
            System.out.println("Tests left this behind (processes have been killed now):");
            left.forEach(each -> System.out.println("  " + each));
        }
        if (!leaked.isEmpty()) {
            System.out.println("Gateways of tests have said what only their clients may know:");
            leaked.forEach(each -> System.out.println("  " + each));
        }
        if (!left.isEmpty() || !leaked.isEmpty()) {
            System.exit(1);
        }
    }
}
