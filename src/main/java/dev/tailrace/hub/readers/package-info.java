/**
 * What one client reads.
 *
 * <pre>
 *   StreamChoice: named, or picked by a Selector of labels
 *        |
 *        v
 *   Reading --a Subscription of each, and of those that appear--> Merge --> the client
 * </pre>
 */
@NullMarked
package dev.tailrace.hub.readers;

import org.jspecify.annotations.NullMarked;
