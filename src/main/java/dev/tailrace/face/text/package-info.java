/**
 * {@code text/plain}: the producer's bytes.
 *
 * <pre>
 *   record F "abc" --> abc\n          record P "abc" --> abc
 *   gap            --> --- gap: 120 lines lost (retention) ---\n     on a line of its own
 * </pre>
 */
@NullMarked
package dev.tailrace.face.text;

import org.jspecify.annotations.NullMarked;
