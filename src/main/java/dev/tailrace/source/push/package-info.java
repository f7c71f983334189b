/**
 * What requests bring as a source.
 *
 * <pre>
 *   POST --PushedLines, whole and checked--> hub: one request after the other
 *                                               `--hand--> PushSource --> SourceItems
 * </pre>
 */
@NullMarked
package dev.tailrace.source.push;

import org.jspecify.annotations.NullMarked;
