/**
 * The streams by name, and what each is made of.
 *
 * <pre>
 *   DataFolder --streams/NAME--> Streams --each that is opened, changes, or is removed--> Watchers
 *                                   `- LogStream
 *                                        SourceLife   its source, and the state by that
 *                                        Feed         its log, and the cursors that wait for more
 *                                        Readers      its Subscriptions: a cursor each
 * </pre>
 */
@NullMarked
package dev.tailrace.hub.stream;

import org.jspecify.annotations.NullMarked;
