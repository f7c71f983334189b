/**
 * The command line: what the user typed becomes configuration and a {@link
 * dev.tailrace.cli.Launch}.
 *
 * <pre>
 *   tailrace run   --> RunCommand   --> Launch.Run   \
 *   tailrace pipe  --> PipeCommand  --> Launch.Pipe   > LaunchedGateway: runs until it is over
 *   tailrace serve --> ServeCommand --> Launch.Serve /
 *   before that: StopSignals, so that a signal ends each moment of the start; DescriptorLimit, so
 *   that files are left for what must go on; Variables, so that none is misspelt
 * </pre>
 *
 * UserFolders, DefaultPort and RunningFile let gateways of one user run beside each other;
 * JobControl makes one a job in a terminal. Standard output belongs to the workload: what the
 * gateway has to say goes to standard error.
 */
@NullMarked
package dev.tailrace.cli;

import org.jspecify.annotations.NullMarked;
