/**
 * How fast it is: what happens to each line, one part at a time (JMH).
 *
 * <pre>
 *   LineBenchmark          512 lines of 120 bytes; how each benchmark is run
 *    `- NewlineBenchmark, FramerBenchmark, JsonBenchmark, FilterBenchmark, log.CriBenchmark
 * </pre>
 *
 * Run by {@code ./mvnw -Pbench}; no other build compiles it.
 */
@NullMarked
package dev.tailrace.bench;

import org.jspecify.annotations.NullMarked;
