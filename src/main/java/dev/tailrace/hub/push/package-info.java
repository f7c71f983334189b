/**
 * Lines that requests bring.
 *
 * <pre>
 *   request --> Pushes --may it?--> PushQueue --one after the other--> PushSource --> Ingest
 *                                      |                                                |
 *                                      `-- IdempotencyKeys: note before, answer after <-'
 * </pre>
 *
 * A request whose gateway was killed is settled by the log, which has what of it is in records.
 */
@NullMarked
package dev.tailrace.hub.push;

import org.jspecify.annotations.NullMarked;
