/**
 * What one client reads.
 *
 * <pre>
 *   StreamChoice: named, or picked by a Selector of labels
 *        |
 *        v
 *   Joining --a Subscription of each, and of those that appear--> Reading --Merge--> the client
 * </pre>
 */
@NullMarked
package dev.tailrace.hub.readers;

import org.jspecify.annotations.NullMarked;
