package dev.tailrace.source.tail;

import dev.tailrace.model.Origin;
import dev.tailrace.source.tail.rotation.Series;

/**
 * One series of files that is followed.
 *
 * @param name in places
 * @param origin of lines that do not say their own
 */
record Track(String name, Series series, Origin origin) {}
