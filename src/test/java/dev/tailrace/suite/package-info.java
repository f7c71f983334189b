/**
 * What holds for all tests together: what they need of the machine, that they leave nothing, and
 * that their gateways keep their secrets.
 *
 * <pre>
 *   test -> Need (a tool is missing: skipped, or failed under CI)      -> target/suite/not-tested
 *   test -> Ports (held, so that no other socket gets them)
 *   end of each JVM of tests -> SuiteListener -> Leftovers (processes) -> target/suite/left-behind
 *   log and files of their gateways -> Secrets                         -> target/suite/leaked
 *   end of the build         -> SuiteEnd      -> Leftovers (all kinds), prints these files
 * </pre>
 */
@NullMarked
package dev.tailrace.suite;

import org.jspecify.annotations.NullMarked;
