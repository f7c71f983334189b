/**
 * Reads JSON where it lies.
 *
 * <pre>
 *   bytes --JsonReader--> members, elements, numbers, text; or a value as a whole
 * </pre>
 */
@NullMarked
package dev.tailrace.json;

import org.jspecify.annotations.NullMarked;
