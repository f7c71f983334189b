/** The page. */
@NullMarked
package dev.tailrace.viewer;

import org.jspecify.annotations.NullMarked;
