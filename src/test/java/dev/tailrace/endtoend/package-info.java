/**
 * The packaged gateway as its users have it: a process, started by the launcher, that is signalled,
 * killed and started again, and read over sockets.
 *
 * <pre>
 *   Tailrace --start--> Gateway   a process with its own data folder, output files and exit code
 *   Connection                    one request; knows whether the response's body ended cleanly
 *     `- Entry, SseEvent          what came, parsed
 *   Witness, ReturningClient      clients that are cut off and come back for what they lack
 *   Noise                         seeded bytes that are no text
 * </pre>
 *
 * Run by {@code ./mvnw verify}, after packaging.
 */
@NullMarked
package dev.tailrace.endtoend;

import org.jspecify.annotations.NullMarked;
