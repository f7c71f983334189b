/**
 * The commands that are about streams as wholes: what there are, what there is to know of one, and
 * to remove them.
 *
 * <pre>
 *   ls    GET /streams --StreamInfo--> StreamTable --Table--> standard output
 *           ^--------- --watch: again, on a Screen
 *   stat  GET /streams/NAME --StreamInfo--> StreamFacts --> standard output
 *   rm    DELETE /streams/NAME?dry-run=true --Removable--> asks --> DELETE /streams/NAME
 * </pre>
 *
 * Figures, sizes and ages are in Words. One thread.
 */
@NullMarked
package dev.tailrace.terminal.streams;

import org.jspecify.annotations.NullMarked;
