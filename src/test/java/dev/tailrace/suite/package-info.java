/**
 * What holds for all tests together: what they need of the machine, and that they leave nothing.
 *
 * <pre>
 *   test -> Need (a tool is missing: skipped, or failed under CI)      -> target/suite/not-tested
 *   end of each JVM of tests -> SuiteListener -> Leftovers (processes) -> target/suite/left-behind
 *   end of the build         -> SuiteEnd      -> Leftovers (all kinds), prints both files
 * </pre>
 */
@NullMarked
package dev.tailrace.suite;

import org.jspecify.annotations.NullMarked;
