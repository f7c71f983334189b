/**
 * The process as its user's shell sees it, and what the gateways of one user leave for each other
 * and for the commands that read from them.
 *
 * <pre>
 *   argv, byte for byte  --> Arguments --> picocli --> UsageProblems, Version
 *   signals              --> Signals
 *   a gateway that runs  --> RunningFile, in a folder of UserFolders --> RunningGateway
 * </pre>
 */
@NullMarked
package dev.tailrace.user;

import org.jspecify.annotations.NullMarked;
