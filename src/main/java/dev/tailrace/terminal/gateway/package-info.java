/**
 * Which gateway a command talks to, and how.
 *
 * <pre>
 *   --server, else TAILRACE_SERVER, else those of this user that run, else 127.0.0.1:8080
 *       --GatewayFinder--> GatewayAddress --GatewayClient--> answers
 *   --token-file, TAILRACE_TOKEN --AccessToken--> each request's Authorization
 *   what is refused, cut off or not there --> GatewayFailure: a sentence and an exit code
 * </pre>
 *
 * GatewayOptions has all of it as options of a command. One thread, unless a class says otherwise.
 */
@NullMarked
package dev.tailrace.terminal.gateway;

import org.jspecify.annotations.NullMarked;
